import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { signedHead, teamHead } from '#db/schema/history.ts'
import type { System } from '#server/context.ts'
import { signHistoryOf } from '#server/history/signer.gateway.ts'
import { openSigningFolder, type SigningFolder } from '#server/history/signing-folder.gateway.ts'

let folder: SigningFolder | undefined

/** Signs histories as a server does, by the key of this process, or by the one in the folder that is opened. */
export function signing(db: Database, open: () => SigningFolder = signingFolder): System['signHistory'] {
  return async (teamId) => {
    const why = await signHistoryOf({ db, folder: open() }, teamId)
    if (why !== null) throw new Error(why)
  }
}

/** For what is recorded beside a server that runs: its key is elsewhere, and it signs in its own time. */
export const signedElsewhere: System['signHistory'] = async () => {}

/** Waits until a server has signed all that is recorded of a team now. */
export async function untilSigned(db: Database, teamId: string): Promise<void> {
  const end = Date.now() + 60_000
  const [head] = await db.select().from(teamHead).where(eq(teamHead.teamId, teamId))
  for (;;) {
    const [signed] = await db.select().from(signedHead).where(eq(signedHead.teamId, teamId))
    if (head && signed && signed.seq >= head.seq) return
    if (Date.now() > end) throw new Error('Waited in vain until the server signed.')
    await aWhile()
  }
}

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 100))

/** Where the key of this process lies. */
export const signingFolder = (): SigningFolder => (folder ??= makeFolder())

function makeFolder(): SigningFolder {
  const path = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  process.once('exit', () => rmSync(path, { recursive: true, force: true }))
  return openSigningFolder(path, 'desk.example')
}
