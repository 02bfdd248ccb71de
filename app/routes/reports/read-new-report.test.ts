import { expect, test } from 'vitest'
import { readNewReport } from './read-new-report.server.ts'

const whole = [
  '--b',
  'Content-Disposition: form-data; name="title"',
  '',
  'Harbour',
  '--b',
  'Content-Disposition: form-data; name="file"; filename="a.txt"',
  'Content-Type: text/plain',
  '',
  'Some words.',
  '--b--',
  '',
].join('\r\n')

const sent = (body: string, contentType = 'multipart/form-data; boundary=b') =>
  readNewReport(
    new Request('http://plumbline.test/reports/new', {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    }),
  )

test('a whole form is read', async () => {
  const { values, file } = await sent(whole)
  expect([values.title, Buffer.from(file ?? []).toString()]).toEqual(['Harbour', 'Some words.'])
})

test.each([
  ['without a boundary', whole, 'multipart/form-data'],
  ['cut in a field', whole.slice(0, 60), undefined],
  ['cut in a file', whole.slice(0, whole.indexOf('words')), undefined],
  ['cut in a head', whole.slice(0, 20), undefined],
])('a form %s is refused as what it is', async (_, body, contentType) => {
  await expect(sent(body, contentType)).rejects.toMatchObject({
    status: 400,
    message: 'This form could not be read and nothing was saved. Reload the page and try again.',
  })
})
