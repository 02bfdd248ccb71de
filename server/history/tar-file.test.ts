import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { create, extract } from 'tar'
import { expect, it } from 'vitest'
import { inOrder } from '#tests/support/made-bundle.ts'
import { filesIn, tarEnd, tarFile, type BundledFile } from './tar-file.ts'

const at = new Date('2025-06-01T10:00:00Z')
const file = (name: string, text: string): BundledFile => ({ name, bytes: new TextEncoder().encode(text) })
const all = [file('a.txt', ''), file('entries/1.jsonl', 'x'.repeat(512)), file('entries/2.jsonl', 'Züge\n'.repeat(999))]
const archive = Buffer.concat([...all.map((each) => tarFile({ ...each, name: `top/${each.name}` }, at)), tarEnd])

async function read(chunks: readonly Uint8Array[]): Promise<BundledFile[]> {
  const found: BundledFile[] = []
  for await (const { name, bytes } of filesIn(inOrder(chunks))) found.push({ name, bytes: Uint8Array.from(bytes) })
  return found
}

it('is read as it was written, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 30 }), async (lengths) => {
      let start = 0
      const pieces = lengths.map((length) => archive.subarray(start, (start += length)))
      expect(await read([...pieces, archive.subarray(start)])).toEqual(all)
    }),
    { numRuns: 100 },
  )
})

it('is an archive to others, and theirs is one to us', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-tar-'))
  try {
    writeFileSync(join(folder, 'own.tar'), archive)
    await extract({ file: join(folder, 'own.tar'), cwd: folder, strict: true })
    for (const { name, bytes } of all) {
      expect(new Uint8Array(readFileSync(join(folder, 'top', name)))).toEqual(bytes)
    }
    await create({ file: join(folder, 'theirs.tar'), cwd: folder, portable: true }, ['top'])
    const theirs = await read([readFileSync(join(folder, 'theirs.tar'))])
    expect(theirs.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(all)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('that ends too early, or is damaged or none, is said to be so', async () => {
  for (const end of [0, 100, 512, 700, archive.length - 1_024, archive.length - 1_025]) {
    await expect(read([archive.subarray(0, end)])).rejects.toThrow(/^it ends/u)
  }
  const damaged = Uint8Array.from(archive)
  damaged[5]! ^= 1
  await expect(read([damaged])).rejects.toThrow('it is no archive, or was damaged')
  await expect(read([new TextEncoder().encode('words '.repeat(200))])).rejects.toThrow('it is no archive')
})

it('is read to its last byte, and holds nothing behind its end', async () => {
  let isReadToItsEnd = false
  async function* inTwo() {
    yield archive.subarray(0, archive.length - 512)
    yield archive.subarray(archive.length - 512)
    isReadToItsEnd = true
  }
  const names: string[] = []
  for await (const { name } of filesIn(inTwo())) names.push(name)
  expect(names).toEqual(all.map(({ name }) => name))
  expect(isReadToItsEnd).toBe(true)
  // Others pad it to a length that is round.
  expect(await read([archive, new Uint8Array(10_240)])).toEqual(all)
  for (const rest of [tarFile(file('top/b.txt', 'more'), at), new TextEncoder().encode('x')]) {
    await expect(read([archive, rest])).rejects.toThrow('it goes on behind its end')
    await expect(read([Buffer.concat([archive, rest])])).rejects.toThrow('it goes on behind its end')
  }
})

it('that holds what others unpack and nobody checks is refused', async () => {
  const link = Uint8Array.from(tarFile(file('top/a.txt', ''), at))
  const withType = (type: string) => {
    const header = Uint8Array.from(link)
    header[156] = type.codePointAt(0)!
    // The checksum as it is with that byte.
    header.set(new TextEncoder().encode('        '), 148)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
    return header
  }
  for (const type of ['1', '2', 'x', 'g', 'L']) {
    await expect(read([withType(type), tarEnd]), type).rejects.toThrow('it holds what is no plain file')
  }
  expect(await read([withType('5'), tarEnd])).toEqual([])
  for (const name of ['other/a.txt', 'top/../a.txt']) {
    const two = [tarFile(file('top/a.txt', ''), at), tarFile(file(name, ''), at), tarEnd]
    await expect(read(two)).rejects.toThrow('it has more than one folder')
  }
})
