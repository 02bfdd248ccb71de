import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  consistencyRanges,
  grown,
  inclusionRanges,
  isContinued,
  isIncluded,
  leafHash,
  rootOf,
  subtreesOf,
  type Range,
} from './tree.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (base64: string | null) => new Uint8Array(Buffer.from(base64 ?? '', 'base64'))

/** RFC 6962 §2.1 word by word, with another implementation of SHA-256. */
function definedRoot(leaves: readonly Uint8Array[]): Buffer {
  const hash = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  if (leaves.length === 0) return hash()
  if (leaves.length === 1) return hash(Uint8Array.of(0), leaves[0]!)
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return hash(Uint8Array.of(1), definedRoot(leaves.slice(0, half)), definedRoot(leaves.slice(half)))
}

const leavesOf = (count: number) => Array.from({ length: count }, (_, index) => Uint8Array.of(index % 256, index >> 8))
const rootOver = (leaves: readonly Uint8Array[], { from, to }: Range) =>
  new Uint8Array(definedRoot(leaves.slice(from, to)))

function treeOf(leaves: readonly Uint8Array[]) {
  let peaks: readonly Uint8Array[] = []
  const completed = new Map<string, Uint8Array>()
  for (const [size, leaf] of leaves.entries()) {
    const next = grown(peaks, size, leafHash(leaf))
    peaks = next.peaks
    for (const { level, index, hash } of next.completed) completed.set(`${level} ${index}`, hash)
  }
  return { size: leaves.length, root: rootOf(peaks), completed }
}

describe('the tree over entries', () => {
  it('has the roots that the published examples of eight leaves have', () => {
    // The leaves and roots are those of the reference tests of certificate transparency.
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
    const inputs = leaves.map((each) => new Uint8Array(Buffer.from(each, 'hex')))
    expect(hex(treeOf([]).root)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(hex(treeOf(inputs.slice(0, 1)).root)).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    expect(hex(treeOf(inputs).root)).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
  })

  it(`agrees with its definition, root, subtrees and proofs, at any size (PLUMBLINE_SEED=${seed})`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, any, other) => {
        const leaves = leavesOf(size)
        const tree = treeOf(leaves)
        expect(hex(tree.root)).toBe(hex(definedRoot(leaves)))
        for (const { level, index } of subtreesOf({ from: 0, to: size })) {
          const range = { from: index * 2 ** level, to: (index + 1) * 2 ** level }
          expect(hex(tree.completed.get(`${level} ${index}`)!)).toBe(hex(rootOver(leaves, range)))
        }
        const index = any % size
        const proof = inclusionRanges(index, { from: 0, to: size }).map((range) => rootOver(leaves, range))
        expect(isIncluded(leafHash(leaves[index]!), index, tree, proof)).toBe(true)
        expect(isIncluded(leafHash(Uint8Array.of(9, 9, 9)), index, tree, proof)).toBe(false)
        const older = (other % size) + 1
        const before = treeOf(leaves.slice(0, older))
        const shown = consistencyRanges(older, size).map((range) => rootOver(leaves, range))
        expect(isContinued(before, tree, shown)).toBe(true)
        const forged = { ...before, root: leafHash(Uint8Array.of(1, 2, 3)) }
        expect(isContinued(forged, tree, shown)).toBe(false)
      }),
      { seed, numRuns: 300 },
    )
  })
})

interface Vector {
  readonly name: string
  readonly wantErr: boolean
  readonly proof: readonly string[] | null
}
type Inclusion = Vector & { leafIdx: number; treeSize: number; root: string; leafHash: string }
type Consistency = Vector & { size1: number; size2: number; root1: string; root2: string }

const folder = process.env['PLUMBLINE_SHARED_DATA'] ?? '../shared/data'
const vectorsOf = <V>(name: string): V[] | null => {
  const file = join(folder, 'vectors/merkle', `${name}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as V[]) : null
}

describe('the published proofs of transparency-dev/merkle', () => {
  const inclusion = vectorsOf<Inclusion>('inclusion')
  const consistency = vectorsOf<Consistency>('consistency')

  it.skipIf(!inclusion)('of leaves are told good from bad', () => {
    for (const { name, wantErr, leafIdx, treeSize, root, leafHash: leaf, proof } of inclusion ?? []) {
      const holds = isIncluded(bytes(leaf), leafIdx, { size: treeSize, root: bytes(root) }, (proof ?? []).map(bytes))
      expect(holds, name).toBe(!wantErr)
    }
    expect(inclusion).toHaveLength(98)
  })

  it.skipIf(!consistency)('of growth are told good from bad', () => {
    for (const { name, wantErr, size1, size2, root1, root2, proof } of consistency ?? []) {
      const [older, newer] = [
        { size: size1, root: bytes(root1) },
        { size: size2, root: bytes(root2) },
      ]
      expect(isContinued(older, newer, (proof ?? []).map(bytes)), name).toBe(!wantErr)
    }
    expect(consistency).toHaveLength(98)
  })
})
