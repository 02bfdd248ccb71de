import { eq } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { checkpoint } from '#db/schema/history.ts'
import { readNumbered, type Fork } from './fork.ts'
import { openNote } from './note.ts'
import { forksOf } from './queries/standing.ts'
import { signedBy, type FoundNote, type Signed } from './signed.ts'
import type { SignedNotes } from './signing-folder.gateway.ts'

/** What was signed of a team's history: the notes in the database, the last one outside it, and those left at forks. */
export async function signedOf(tx: Transaction, teamId: string, signing: SignedNotes | null): Promise<Signed> {
  const forks = (await forksOf(tx, teamId)).map((fork) => (signing ? asLeft(fork, teamId, signing) : fork))
  const found = async (subject: string, note: string, place?: Pick<FoundNote, 'size' | 'number'>) => {
    const says = readNumbered(note, teamId)
    const isOwn = !signing || (await openNote(note, signing.key)) !== null
    return { subject, size: says?.size ?? 0, number: says?.number ?? 1, ...place, says, isOwn }
  }
  const notes: FoundNote[] = []
  for (const { origin, seq, note } of await tx.select().from(checkpoint).where(eq(checkpoint.teamId, teamId))) {
    const subject = `checkpoint ${teamId} ${origin === 1 ? '' : `${origin} `}${seq}`
    notes.push(await found(subject, note, { size: seq, number: origin }))
  }
  const last = signing?.last(teamId) ?? null
  if (last !== null) notes.push(await found('the note signed last', last))
  for (const { note, at, wrong } of forks)
    if (!wrong) notes.push(await found(`the note left at the fork of ${at}`, note))
  return signedBy(notes, forks)
}

/** A fork leaves what lies outside the database as the last note, or was put aside there as that. */
function asLeft(fork: Fork, teamId: string, signing: SignedNotes): Fork {
  if (fork.wrong || !fork.left) return fork
  const last = signing.last(teamId)
  const isOver = ((last === null ? null : readNumbered(last, teamId))?.number ?? 0) > fork.left.number
  const known = signing.left(teamId, fork.left.number) ?? (isOver ? null : last)
  return known === null || known === fork.note
    ? fork
    : { ...fork, wrong: 'the note that the fork leaves is not the one that was signed last' }
}

/** Of how many entries there are notes under the origin of now. */
export function upToNow({ heads }: Signed): number[] {
  return [...heads].filter(([, all]) => all.some(({ leftBy }) => !leftBy)).map(([size]) => size)
}
