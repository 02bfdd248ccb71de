import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openSigningFolder, readSigningFolder } from './signing-folder.gateway.ts'

const look = vi.hoisted(() => ({ isTooEarly: false }))
vi.mock(import('node:fs'), async (original) => {
  const fs = await original()
  return { ...fs, existsSync: (path) => !look.isTooEarly && fs.existsSync(path) }
})

let place: string
let folder: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  folder = join(place, 'signing')
})
afterEach(() => rmSync(place, { recursive: true }))

it('whoever only looks makes nothing, and takes a folder without a key or its name for none', () => {
  expect(readSigningFolder(folder)).toBeNull()
  expect(readdirSync(place)).toEqual([])
  const { key } = openSigningFolder(folder, 'desk.example')
  expect(readSigningFolder(folder)?.key).toEqual(key)
  rmSync(join(folder, 'name'))
  expect(readSigningFolder(folder)).toBeNull()
  expect(readdirSync(folder)).toEqual(['key.pem'])
  expect(openSigningFolder(folder, 'desk.example').key).toEqual(key)
})

it('no key has an empty name', () => {
  openSigningFolder(folder, 'desk.example')
  writeFileSync(join(folder, 'name'), '\n')
  expect(() => openSigningFolder(folder, 'desk.example')).toThrow('is empty')
  expect(() => readSigningFolder(folder)).toThrow('is empty')
})

it('it is closed to everybody else, and the folders above it are not', () => {
  const deep = join(place, 'var', 'lib', 'signing')
  openSigningFolder(deep, 'desk.example')
  mkdirSync(join(place, 'any'), { mode: 0o755 })
  const modeOf = (...path: string[]) => statSync(join(place, ...path)).mode & 0o777
  expect([modeOf('var'), modeOf('var', 'lib')]).toEqual([modeOf('any'), modeOf('any')])
  expect(modeOf('var', 'lib', 'signing')).toBe(0o700)
})

it('of two that make a key at the same time, both sign with the one that was there first, and its name', () => {
  const { key } = openSigningFolder(folder, 'desk.example')
  look.isTooEarly = true
  try {
    expect(openSigningFolder(folder, 'other.example').key).toEqual(key)
  } finally {
    look.isTooEarly = false
  }
  expect(readSigningFolder(folder)?.key).toEqual(key)
  expect(readdirSync(folder).toSorted()).toEqual(['key.pem', 'name'])
})

it('where no key can be kept it says so, and what to name', () => {
  writeFileSync(folder, '')
  expect(() => openSigningFolder(join(folder, 'in-a-file'), 'desk.example')).toThrow(
    /SIGNING_DIR, .* cannot be kept in .*\/in-a-file$/u,
  )
})
