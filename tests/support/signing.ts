import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '#db/client.ts'
import type { System } from '#server/context.ts'
import { signHistoryOf } from '#server/history/signer.gateway.ts'
import { openSigningFolder, type SigningFolder } from '#server/history/signing-folder.gateway.ts'

let folder: SigningFolder | undefined

/** Signs histories as a server does, by the key of this process. */
export function signing(db: Database): System['signHistory'] {
  return async (teamId) => {
    const why = await signHistoryOf({ db, folder: signingFolder() }, teamId)
    if (why !== null) throw new Error(why)
  }
}

/** Where the key of this process lies. */
export const signingFolder = (): SigningFolder => (folder ??= makeFolder())

function makeFolder(): SigningFolder {
  const path = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  process.once('exit', () => rmSync(path, { recursive: true, force: true }))
  return openSigningFolder(path, 'desk.example')
}
