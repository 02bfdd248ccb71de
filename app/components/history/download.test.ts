import { afterEach, expect, it, vi } from 'vitest'
import { opened, Refused } from './download.ts'

const headers = {
  'content-type': 'application/gzip',
  'content-disposition': 'attachment; filename="plumbline-team-1.tar.gz"',
}
const bytes = Uint8Array.from([1, 2, 3])

function answeredWith(answer: Response) {
  vi.stubGlobal('fetch', async () => answer)
  return opened('/team/history/bundle', new AbortController().signal)
}

afterEach(() => {
  vi.unstubAllGlobals()
})

it('keeps what it read to the end', async () => {
  const download = await answeredWith(new Response(bytes, { headers }))
  expect(new Uint8Array(await new Response(download.archive).arrayBuffer())).toEqual(bytes)
  expect([download.name, download.parts, download.isBroken()]).toEqual(['plumbline-team-1.tar.gz', [bytes], false])
})

it('that broke off is broken', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    pull: (controller) => controller.error(new TypeError('network error')),
  })
  const download = await answeredWith(new Response(body, { headers }))
  await expect(new Response(download.archive).arrayBuffer()).rejects.toThrow('network error')
  expect(download.isBroken()).toBe(true)
})

it('that is left by its reader is not broken, though more was underway', async () => {
  const body = new ReadableStream({ start: (controller) => controller.enqueue(bytes) })
  const download = await answeredWith(new Response(body, { headers }))
  const reader = download.archive.getReader()
  expect((await reader.read()).value).toEqual(bytes)
  // It asks for more by now.
  await new Promise(setImmediate)
  await reader.cancel()
  await new Promise(setImmediate)
  expect(download.isBroken()).toBe(false)
})

it('says why there is none', async () => {
  const said = Response.json({ message: 'This team is gone.' }, { status: 404 })
  await expect(answeredWith(said)).rejects.toThrow(new Refused('This team is gone.'))
  const page = new Response('<p>Sign in</p>', { headers: { 'content-type': 'text/html' } })
  await expect(answeredWith(page)).rejects.toThrow(Refused)
})
