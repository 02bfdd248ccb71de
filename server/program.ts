import { realpathSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { loggedLine } from './logged-error.ts'

/** Tells whoever started this program. */
export const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)

/** Whether this file is what Node was started with. */
export function isProgram(url: string): boolean {
  const started = process.argv[1]
  return Boolean(started) && url === pathToFileURL(realpathSync(started ?? '')).href
}

/** Runs a program; what goes wrong is one sentence and exit code 1. */
export async function runProgram(main: () => Promise<void>): Promise<void> {
  await main().catch((error: unknown) => {
    process.stderr.write(`${loggedLine(error)}\n`)
    process.exitCode = 1
  })
}
