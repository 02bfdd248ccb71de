import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openForTool } from './database.ts'
import { foundTeamWithAdmin } from './identity/commands.ts'
import { Problem } from './errors.ts'
import { loggedLine } from './logged-error.ts'
import { toolSystem } from './tool-system.ts'

const usage = 'Use: npm run admin:create -- --team "Desk" --name "Ada Admin" --email ada@example.org'

/** Founds a team with its first admin, and prints the password that was made for them. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { team: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' } },
  })
  if (!values.team || !values.name || !values.email) throw new Error(usage)
  const store = await openForTool(process.env)
  try {
    const password = randomBytes(15).toString('base64url')
    await foundTeamWithAdmin(toolSystem(store.owner.db), { ...values, password })
    console.log(`${values.name} is the admin of ${values.team}. Sign in with ${values.email} and this password:`)
    console.log(password)
  } finally {
    await store.close()
  }
}

await main().catch((error: unknown) => {
  const details = error instanceof Problem ? Object.values(error.fields) : []
  console.error([...new Set([loggedLine(error), ...details])].join(' '))
  process.exitCode = 1
})
