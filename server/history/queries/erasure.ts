import { and, asc, desc, eq, gt, inArray, ne } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { claimText } from '#db/schema/claims.ts'
import { entry, erasure, erasureLook } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { hasLooked, notLooked, ownProposal, veiled, whyNotLook } from '../../identity/proposed-erasure.ts'
import { namesIn } from '../../identity/queries.ts'
import { can } from '../../policy/can.ts'
import { ErasedLetters } from '../../realtime/erased-letters.ts'
import { textKind, type Entry, type Subject } from '../entry.ts'
import { textEditsOf } from '../store.ts'
import { toEntry } from '../store/entry-row.ts'
import { takingTurns } from './turns.ts'
import { whyHeld } from './held.ts'
import { namingFor } from './naming.ts'
import { openErasure } from '../store/erasure.ts'
import { blocked, withoutWords } from '../substitute.ts'

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

async function editsHolding(db: Reader, claimId: string, words: string): Promise<Holding[]> {
  const edits = await textEditsOf(db, claimId)
  const letters = new ErasedLetters(words)
  const others = takingTurns()
  for (const { payload } of edits) {
    await others()
    letters.take(payload)
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

/** What was proposed to be erased, for somebody who may decide on it; the words are shown to whoever asks for them. */
export interface ProposalView {
  readonly number: number
  /** How long the words are, which stand as blocks in the reason. */
  readonly letters: number
  readonly reason: string
  readonly by: string
  readonly at: string
  /** Why nobody can be shown the words; null when there are some. */
  readonly whyNotLook: string | null
}

/** What is to be decided on. */
export interface ErasureView extends ProposalView {
  /** Why the asking person does not confirm it, as far as that is known without a look; null when they may. */
  readonly whyNotConfirm: string | null
}

/** Where words stand when it is asked. */
export interface Whereabouts {
  /** How many entries hold them, and the claims among what they are about. */
  readonly entries: number
  readonly claims: readonly HoldingClaim[]
  readonly others: number
}

/** What a look at a proposal shows. */
export interface ErasureShown {
  readonly words: string
  /** Null for words on which nobody is to decide, or where nothing can stand for them. */
  readonly where: Whereabouts | null
  /** Why they could not be erased at that moment, whoever confirmed it. */
  readonly whyNot: string | null
}

/** A claim by its number in the report with this title. */
export interface HoldingClaim {
  readonly id: string
  readonly number: number
  readonly title: string
}

export interface ErasuresView {
  readonly open: ErasureView | null
  /** The newest first. */
  readonly withdrawn: readonly ProposalView[]
}

/** What there is to erase, and what was withdrawn; null for whoever may not do it. */
export async function erasureView(ctx: Context): Promise<ErasuresView | null> {
  const { db, actor } = ctx
  if (!can(actor, 'erasure.confirm')) return null
  const rows = await db
    .select()
    .from(erasure)
    .where(and(eq(erasure.teamId, actor.teamId), inArray(erasure.state, ['proposed', 'withdrawn'])))
    .orderBy(desc(erasure.number))
  const names = await namesIn(db, actor.teamId)
  const view = ({ number, words, reason, proposedBy, proposedAt: at }: (typeof rows)[number]): ProposalView => {
    const by = names.get(proposedBy) ?? ''
    return { number, ...veiled({ words, reason }), by, at, whyNotLook: whyNotLook({ words }) }
  }
  const open = rows.find(({ state }) => state === 'proposed')
  const whyNot = async ({ number, proposedBy }: (typeof rows)[number]) =>
    proposedBy === actor.personId ? ownProposal : whyNotSeen(ctx, number)
  return {
    open: open ? { ...view(open), whyNotConfirm: await whyNot(open) } : null,
    withdrawn: rows.filter(({ state }) => state === 'withdrawn').map(view),
  }
}

/**
 * Where the words of a proposal stand on which nobody has decided, and why they could not be erased now. It reads all that the
 * team recorded: for whoever asks for it, and for no page.
 */
export async function whereItStands(ctx: Context, number: number): Promise<Omit<ErasureShown, 'words'>> {
  const { db, actor } = ctx
  const open = await openErasure(db, actor.teamId, number)
  if (!open) return { where: null, whyNot: null }
  try {
    const found = await holding(db, actor.teamId, open.words)
    return { where: await whereabouts(ctx, found, open.words), whyNot: await whyHeld(ctx, found, open.words) }
  } catch (error) {
    // What was recorded since it was proposed may have the words where nothing can stand for them.
    if (error instanceof Problem && error.id === 'invalid') return { where: null, whyNot: error.message }
    throw error
  }
}

async function whereabouts(ctx: Context, found: readonly Holding[], words: string): Promise<Whereabouts> {
  const subjects = [...new Map(found.map(({ subject }) => [`${subject.type} ${subject.id}`, subject])).values()]
  const naming = await namingFor(ctx, subjects, (id) => id)
  const claims = subjects
    .filter(({ type }) => type === 'claim')
    .map((subject): HoldingClaim => {
      const title = blocked(naming.reportOf(subject)?.title ?? '', words)
      return { id: subject.id, number: naming.claimOf(subject)?.number ?? 0, title }
    })
  return { entries: found.length, claims, others: subjects.length - claims.length }
}

/** Why somebody does not confirm a proposal whose words they were never shown; null when they were. */
export async function whyNotSeen({ db, actor }: Context, number: number): Promise<string | null> {
  const { teamId, number: of, lookedBy } = erasureLook
  const looks = await db
    .select({ number: of, lookedBy })
    .from(erasureLook)
    .where(and(eq(teamId, actor.teamId), eq(of, number), eq(lookedBy, actor.personId)))
  return hasLooked(looks, { number, by: actor.personId }) ? null : notLooked
}
