import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { isRunning, lockHolder, ownRecord, takeLock } from './lock.mjs'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-lock-'))
  path = join(folder, 'lock')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('one holder at a time, named by its process id', () => {
  const lock = takeLock(path)
  expect(takeLock(path)).toEqual({ heldBy: process.pid })
  expect(lockHolder(path)).toBe(process.pid)
  if (lock.heldBy === null) lock.release()
  expect(lockHolder(path)).toBeNull()
  expect(takeLock(path).heldBy).toBeNull()
  expect(readdirSync(folder)).toEqual(['lock.2'])
})

test('the lock of a process that is gone, or whose id was given to another, is taken over', () => {
  writeFileSync(`${path}.7`, JSON.stringify({ pid: 999_999_999, identity: 'gone' }))
  expect(takeLock(path).heldBy).toBeNull()
  expect(isRunning({ ...ownRecord(), identity: 'an earlier process' })).toBe(false)
  expect(isRunning(ownRecord())).toBe(true)
  expect(readdirSync(folder)).toEqual(['lock.8'])
})
