import { expect, it } from 'vitest'
import { hasTooManyFields, mostFields } from './form-parts.server.ts'

const urlencoded = 'application/x-www-form-urlencoded'
const inParts = 'multipart/form-data; boundary=b'

const bytesOf = (form: string) => new TextEncoder().encode(form)
const parts = (count: number, head: string) => `${`--b\r\n${head}\r\n\r\n\r\n`.repeat(count)}--b--\r\n`

it.each([
  'Content-Disposition: form-data; name="a"',
  'content-disposition: form-data; name="a"',
  ' Content-Disposition: form-data; name="a"',
  'Content-Type: text/plain\r\n \t Content-Disposition: form-data; name="a"',
])('counts the parts of a form as whoever reads it apart does: %j', async (head) => {
  const read = await new Response(parts(3, head), { headers: { 'content-type': inParts } }).formData()
  expect([...read]).toHaveLength(3)
  expect(hasTooManyFields(bytesOf(parts(mostFields, head)), inParts)).toBe(false)
  expect(hasTooManyFields(bytesOf(parts(mostFields + 1, head)), inParts)).toBe(true)
  // As a form that says to be the other sort.
  expect(hasTooManyFields(bytesOf(parts(mostFields + 1, head)), urlencoded)).toBe(true)
})

it('counts fields between their signs, and no sign in what was written in a part', () => {
  expect(hasTooManyFields(bytesOf('a&'.repeat(mostFields)), urlencoded)).toBe(false)
  expect(hasTooManyFields(bytesOf('a&'.repeat(mostFields + 1)), urlencoded)).toBe(true)
  const written = `--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n${'&'.repeat(mostFields + 1)}\r\n--b--\r\n`
  expect(hasTooManyFields(bytesOf(written), inParts)).toBe(false)
})
