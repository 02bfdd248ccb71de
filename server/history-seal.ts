import { openForTool } from './database.ts'
import { readEnv } from './env.ts'
import { sealHistories } from './history/sealer.gateway.ts'
import { loggedLine } from './logged-error.ts'
import { isProgram, runProgram, say } from './program.ts'

/** Seals what is old enough now: what a server does every hour by itself. */
async function main(): Promise<void> {
  const { PLUMBLINE_SEAL_AFTER: afterDays } = readEnv(process.env)
  const { owner, close } = await openForTool(process.env)
  try {
    const count = await sealHistories(owner.db, { afterDays, now: new Date(), onError: tellError })
    const [edits, days] = [
      `${count.toLocaleString('en')} ${count === 1 ? 'edit' : 'edits'} of texts`,
      `${afterDays} ${afterDays === 1 ? 'day' : 'days'}`,
    ]
    say(`Sealed ${edits} that were older than ${days} and signed.`)
  } finally {
    await close()
  }
}

function tellError(error: unknown): void {
  process.stderr.write(`${loggedLine(error)}\n`)
  process.exitCode = 1
}

if (isProgram(import.meta.url)) await runProgram(main)
