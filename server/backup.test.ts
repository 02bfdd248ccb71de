import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { databaseOf } from './backup-words.ts'
import { backUp } from './backup.ts'

const folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each(['nightly', 'nightly/', 'nightly.tar/'])('a backup to %s needs that folder', async (name) => {
  const sentence = `There is no folder ${join(folder, name).replace(/\/$/u, '')}; make it, or name a file that ends in .tar.`
  await expect(backUp({ to: `${folder}/${name}`, root: join(folder, 'none') })).rejects.toThrow(sentence)
})

test('it says which database it was, and no password', () => {
  expect(databaseOf(undefined)).toBe('the embedded database')
  const url = 'postgres://plumbline:secret@db.example.org:5433/plumbline?sslmode=require'
  expect(databaseOf(url)).toBe('the database db.example.org:5433/plumbline')
})
