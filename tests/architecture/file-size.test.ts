import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

const LONGEST = 300
const ELSEWHERE = /^(db\/migrations|tests\/vectors)\//

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sourceFiles(path)
    return /\.(ts|tsx|mjs|css)$/.test(entry.name) && !ELSEWHERE.test(path) ? [path] : []
  })
}

test('every file fits on a few screens', () => {
  const files = ['app', 'server', 'db', 'tests'].flatMap(sourceFiles)
  const tooLong = files
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LONGEST)
  expect(files.length).toBeGreaterThan(60)
  expect(tooLong).toEqual([])
})
