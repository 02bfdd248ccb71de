import { expect, it } from 'vitest'
import { KeptPages, type Page } from './kept-pages.ts'

const pageOf = (size: number): Page => {
  const body = { bytes: new Uint8Array(size / 2), etag: '"x"' }
  return { status: 200, type: 'text/html', plain: body, gzip: body }
}

/** Pages that are counted when they are made. */
function counted(room: number) {
  const kept = new KeptPages(room)
  const made: string[] = []
  const get = (address: string, version = '1', size = 100, page: Page | null = pageOf(size)) =>
    kept.get(address, version, async () => {
      made.push(`${address} ${version}`)
      return page
    })
  return { get, made }
}

it('makes a page once for all who ask at the same time, and again only in another version', async () => {
  const { get, made } = counted(1_000)
  const [one, other] = await Promise.all([get('/a'), get('/a')])
  expect(one).toBe(other)
  await get('/a')
  await get('/b')
  expect(made).toEqual(['/a 1', '/b 1'])
  await get('/a', '2')
  await get('/a', '2')
  expect(made).toEqual(['/a 1', '/b 1', '/a 2'])
})

it('finds what is kept, in its version only', async () => {
  const kept = new KeptPages()
  expect(kept.has('/a')).toBe(false)
  const page = await kept.get('/a', '1', async () => pageOf(2))
  expect(kept.has('/a')).toBe(true)
  expect(await kept.find('/a', '1')).toBe(page)
  expect(await kept.find('/a', '2')).toBeNull()
  expect(await kept.find('/a', '1')).toBe(page)
  expect(await kept.find('/b', '1')).toBeNull()
})

it('keeps no more bytes than there is room for: what was asked for longest ago goes first', async () => {
  const { get, made } = counted(300)
  for (const address of ['/a', '/b', '/c', '/a', '/d', '/a', '/c', '/d']) await get(address)
  expect(made).toEqual(['/a 1', '/b 1', '/c 1', '/d 1'])
  await get('/b')
  expect(made.at(-1)).toBe('/b 1')
})

it('a new version takes the room of the old one', async () => {
  const { get, made } = counted(300)
  for (const version of ['1', '2', '3', '4', '5']) await get('/a', version)
  await get('/b')
  await get('/c')
  const before = made.length
  for (const address of ['/b', '/c']) await get(address)
  await get('/a', '5')
  expect(made).toHaveLength(before)
})

it('does not keep what is larger than all the room, what is nothing, and what failed', async () => {
  const { get, made } = counted(300)
  await get('/large', '1', 400)
  await get('/large', '1', 400)
  await get('/none', '1', 0, null)
  await get('/none', '1', 0, null)
  expect(made).toHaveLength(4)
  const kept = new KeptPages()
  const failing = () => kept.get('/a', '1', () => Promise.reject(new Error('away')))
  await expect(failing()).rejects.toThrow('away')
  expect(await kept.get('/a', '1', async () => pageOf(2))).not.toBeNull()
})
