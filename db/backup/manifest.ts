import { z } from 'zod'
import { newestMigration } from '../migrate.ts'
import { BackupError } from './error.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u)
// Nothing that an archive names may lie outside the folder that it is unpacked to.
const path = z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w./-]{1,200}$/u)

/** What a backup says of itself: the last file of its archive, so that one without it is not whole. */
export const manifestForm = z.object({
  format: z.literal(1),
  /** A copy of the embedded database's files, or what pg_dump wrote. */
  kind: z.enum(['files', 'dump']),
  plumbline: z.string(),
  /** The version of the PostgreSQL that held the data, as its `server_version_num`. */
  postgres: z.number().int(),
  /** The newest change of its tables, as the time that it bears. */
  migration: z.number().int(),
  made: z.iso.datetime(),
  /** How far each team's history goes at least: everything up to this entry is in the backup. */
  teams: z.array(
    z.object({
      teamId: z.string(),
      seq: z.number().int(),
      /** The hash of the last entry, and the SHA-256 over the hashes of all entries up to it. */
      last: sha256,
      all: sha256,
    }),
  ),
  folders: z.array(path),
  /** The SHA-256 of every byte of the archive before this file. */
  archive: sha256,
  files: z.array(z.object({ path, size: z.number().int(), sha256 })),
})

/** Refuses what cannot be made fit to be used, while nothing is changed yet. */
export function expectRestorable({ plumbline, migration, made }: Manifest, now: Date): void {
  if (now < new Date(made)) {
    throw new BackupError(
      `The clock of this machine says ${now.toISOString()}, and the backup was made later, at ${made}; ` +
        'set it right and try again. Nothing was changed.',
    )
  }
  if (migration > newestMigration()) {
    throw new BackupError(
      `The backup is of a newer Plumbline (${plumbline}): restore it with that one. Nothing was changed.`,
    )
  }
}

export type Manifest = z.output<typeof manifestForm>
export type TeamMark = Manifest['teams'][number]
export type KeptFile = Manifest['files'][number]
