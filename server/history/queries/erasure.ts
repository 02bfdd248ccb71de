import { setImmediate } from 'node:timers/promises'
import { and, asc, eq, gt, ne } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { claimText } from '#db/schema/claims.ts'
import { entry, erasure } from '#db/schema/history.ts'
import { member } from '#db/schema/identity.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { ownProposal } from '../../identity/proposed-erasure.ts'
import { can } from '../../policy/can.ts'
import { ErasedLetters } from '../../realtime/erased-letters.ts'
import { textKind, type Entry, type Subject } from '../entry.ts'
import { textEditsOf, toEntry } from '../store.ts'
import { whyHeld } from './held.ts'
import { withoutWords } from '../substitute.ts'

type Reader = Database | Transaction

/** An entry that holds words, and its payload without them. */
export interface Holding {
  readonly seq: number
  readonly kind: string
  readonly subject: Subject
  readonly payload: Uint8Array
}

const chunk = 500

/**
 * Every entry of a team that holds these words, or letters that ever stood in them, in order.
 * @throws {Problem} `invalid` when they stand where nothing can stand for them.
 */
export async function holding(db: Reader, teamId: string, words: string): Promise<Holding[]> {
  const found: Holding[] = []
  for await (const deed of deedsIn(db, teamId)) {
    const without = withoutWords(deed.kind, deed.payload, words)
    if (without && 'field' in without) throw untouchable(without.field)
    if (without) found.push(holdingOf(deed, without.payload))
  }
  const { claimId } = claimText
  for (const row of await db.select({ claimId }).from(claimText).where(eq(claimText.teamId, teamId))) {
    found.push(...(await editsHolding(db, row.claimId, words)))
  }
  return found.toSorted((a, b) => a.seq - b.seq)
}

/** For how many milliseconds texts are worked on before others get their turn. */
const longestTurn = 20

async function editsHolding(db: Reader, claimId: string, words: string): Promise<Holding[]> {
  const edits = await textEditsOf(db, claimId)
  const letters = new ErasedLetters(words)
  let begun = performance.now()
  for (const { payload } of edits) {
    letters.take(payload)
    if (performance.now() - begun < longestTurn) continue
    await setImmediate()
    begun = performance.now()
  }
  letters.end()
  return edits.flatMap((edit) => {
    const without = letters.without(edit.payload)
    return without ? [holdingOf(edit, without)] : []
  })
}

function holdingOf({ seq, kind, subject }: Entry, payload: Uint8Array): Holding {
  return { seq, kind, subject, payload }
}

async function* deedsIn(db: Reader, teamId: string): AsyncGenerator<Entry> {
  for (let after = 0; ;) {
    const rows = await db
      .select()
      .from(entry)
      .where(and(eq(entry.teamId, teamId), ne(entry.kind, textKind), gt(entry.seq, after)))
      .orderBy(asc(entry.seq))
      .limit(chunk)
    yield* rows.map(toEntry)
    const last = rows.at(-1)
    if (!last || rows.length < chunk) return
    after = last.seq
  }
}

const untouchable = (field: string) =>
  new Problem(
    'invalid',
    `These words stand in what the history cannot be read without (“${field}”). Choose more words, or others.`,
    { words: 'Choose more words, or others.' },
  )

/** What is proposed to be erased, for somebody who may decide on it. */
export interface ErasureView {
  readonly number: number
  readonly words: string
  readonly reason: string
  readonly by: string
  readonly at: string
  /** How many entries hold the words, and the claims among what they are about. */
  readonly entries: number
  readonly claims: readonly string[]
  readonly others: number
  /** Why the asking person does not confirm it; null when they may. */
  readonly whyNotConfirm: string | null
}

/** What there is to erase: null where nothing is proposed; nothing at all for whoever may not do it. */
export async function erasureView(ctx: Context): Promise<{ open: ErasureView | null } | null> {
  const { db, actor } = ctx
  if (!can(actor, 'erasure.confirm')) return null
  const [open] = await db
    .select({ erasure, by: member.name })
    .from(erasure)
    .leftJoin(member, and(eq(member.teamId, erasure.teamId), eq(member.personId, erasure.proposedBy)))
    .where(and(eq(erasure.teamId, actor.teamId), eq(erasure.state, 'proposed')))
  if (!open) return { open: null }
  const { number, words, reason, proposedAt: at, proposedBy } = open.erasure
  const found = await holding(db, actor.teamId, words)
  const subjects = new Map(found.map(({ subject }) => [`${subject.type} ${subject.id}`, subject]))
  const claims = [...subjects.values()].flatMap(({ type, id }) => (type === 'claim' ? [id] : []))
  const whyNotConfirm = proposedBy === actor.personId ? ownProposal : await whyHeld(ctx, found)
  const counts = { entries: found.length, claims, others: subjects.size - claims.length }
  return { open: { number, words, reason, by: open.by ?? '', at, ...counts, whyNotConfirm } }
}
