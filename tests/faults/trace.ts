import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** One edit of a trace: so many letters go at a place, and these come. */
export type Patch = readonly [at: number, gone: number, come: string]

const root = fileURLToPath(new URL('../..', import.meta.url))
const folders = [process.env['PLUMBLINE_TEST_DATA'] ?? '', join(root, '..', 'shared', 'data')]

/** Real typing of each person of a recorded session (josephg/editing-traces), or null where the file is missing. */
export function readTrace(name: string): readonly (readonly Patch[])[] | null {
  const file = folders.map((folder) => join(folder, 'traces', `${name}.json.gz`)).find((each) => existsSync(each))
  if (!file) return null
  const { txns } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
    txns: { agent: number; patches: Patch[] }[]
  }
  const people: Patch[][] = []
  for (const { agent, patches } of txns) (people[agent] ??= []).push(...patches)
  return people
}
