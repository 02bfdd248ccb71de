import { bytesToHex } from '@noble/hashes/utils.js'
import { and, eq, getTableColumns, sql, type SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import type { Transaction } from '#db/client.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { teams } from '../../identity/store.ts'
import { parse, words } from '../../inputs.ts'
import { nouns } from '../../nouns.ts'
import { can } from '../../policy/can.ts'
import type { Permission } from '../../policy/rules.ts'
import { startReplay } from '../../realtime/replay.ts'
import type { Row } from '../aggregate.ts'
import { change, record, together } from '../commands.ts'
import { commitment, textKind, type Entry, type Subject } from '../entry.ts'
import { holding, whereItStands, whyNotSeen, type ErasureShown, type Holding } from '../queries/erasure.ts'
import { whyHeld } from '../queries/held.ts'
import { whoseToKeep } from '../queries/whose.ts'
import {
  endTexts,
  openErasure,
  proposedWords,
  replaceEntries,
  replaceSealed,
  takeWords,
  updateTexts,
  type Replacement,
} from '../store/erasure.ts'
import { deedsOf, keyOf, textEditsOf } from '../store.ts'
import { forgetTold } from '../store/timeline.ts'

const proposalInput = z.object({
  words: words(1_000).pipe(z.string().min(3, 'Name three letters at least, as they stand there.')),
  reason: words(2_000).pipe(z.string().min(1, 'Say why it is lawful, for whoever reads the history.')),
})
const numberInput = z.object({ number: z.coerce.number().int().min(1) })

/**
 * Proposes to erase words, wherever they stand or stood in the team's history; another person confirms it.
 * @throws {Problem} `invalid` when they stand nowhere, where nothing can stand for them, or in a report under a legal hold.
 */
export async function proposeErasure(ctx: Context, input: unknown): Promise<void> {
  const proposal = parse(proposalInput, input)
  expectAllowed(ctx, 'erasure.propose')
  const found = await holding(ctx.db, ctx.actor.teamId, proposal.words)
  if (found.length === 0) {
    const nowhere = 'These words stand nowhere in the history, written like this.'
    throw new Problem('invalid', nowhere, { words: nowhere })
  }
  const why = await whyHeld(ctx, found, proposal.words)
  if (why !== null) throw new Problem('invalid', why, { words: why })
  await record(ctx, change(teams, ctx.actor.teamId, { kind: 'erasure.propose', ...proposal }))
}

/**
 * Shows the words of a proposal, and where they stand now while nobody has decided on it; it is recorded who looks.
 * @throws {Problem} `changed-since` when they are erased, be it under another proposal: nothing is recorded then.
 */
export async function lookAtErasure(ctx: Context, input: unknown): Promise<ErasureShown> {
  const { number } = parse(numberInput, input)
  const { teamId } = ctx.actor
  expectAllowed(ctx, 'erasure.look')
  // Before anything is recorded: it takes its time, and where it fails nothing was shown.
  const where = await whereItStands(ctx, number)
  // Behind the lock that recording takes nobody erases the words before they are read.
  return together(ctx, async (within) => {
    await record(within, change(teams, teamId, { kind: 'erasure.look', number }))
    return { words: await proposedWords(within.db, teamId, number), ...where }
  })
}

/** Takes a proposal back that nobody has confirmed. */
export async function withdrawErasure(ctx: Context, input: unknown): Promise<void> {
  await record(ctx, change(teams, ctx.actor.teamId, { kind: 'erasure.withdraw', ...parse(numberInput, input) }))
}

/**
 * Confirms what another person proposed: the words are gone from every entry, row, text and snapshot of the team when this
 * is answered, and one entry lists what stands in their place. Nothing of the team is recorded meanwhile.
 * @throws {Problem} `forbidden` for whoever proposed it, `invalid` for whoever never looked at the words, `changed-since` when it
 * was decided or a legal hold forbids it now.
 */
export async function confirmErasure(ctx: Context, input: unknown): Promise<void> {
  const { number } = parse(numberInput, input)
  const { teamId, personId: by } = ctx.actor
  expectAllowed(ctx, 'erasure.confirm')
  await together(ctx, async (within) => {
    const tx = within.db as unknown as Transaction
    await takeWords(tx, teamId)
    // What is found and told anew of long histories takes its time, between two statements too, and a timeline is told meanwhile.
    for (const timeout of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'])
      await tx.execute(sql`set local ${sql.raw(timeout)} = 0`)
    const replacements = await replacementsOf(within, number)
    const erased = replacements.map(({ seq, hash }) => ({ seq, hash }))
    const whose = await whoseToKeep(tx, replacements)
    await record(within, change(teams, teamId, { kind: 'erasure.confirm', number, by, erased, whose }))
    await erase(tx, teamId, replacements)
  })
  // Until it is signed that something was erased, an export would not agree with itself.
  await ctx.signHistory(teamId)
}

/** Asked again when it is recorded: who may not do it shall hold nobody up meanwhile. */
function expectAllowed({ actor }: Context, permission: Permission): void {
  if (!can(actor, permission)) throw new Problem('forbidden', 'Your role in this team does not allow this.')
}

interface Replaced extends Replacement, Pick<Holding, 'kind' | 'subject'> {}

async function replacementsOf(ctx: Context, number: number): Promise<Replaced[]> {
  const { db, actor, randomBytes } = ctx
  const proposal = await openErasure(db, actor.teamId, number)
  // What is no open proposal, or one's own, or was never looked at, is refused when it is recorded.
  if (!proposal || proposal.proposedBy === actor.personId || (await whyNotSeen(ctx, number))) return []
  const found = await holding(db, actor.teamId, proposal.words)
  const why = await whyHeld(ctx, found, proposal.words)
  if (why !== null) throw new Problem('changed-since', why)
  return found.map(({ payload, ...rest }) => {
    const salt = new Uint8Array(randomBytes(16))
    return { ...rest, payload, salt, hash: bytesToHex(commitment(salt, payload)) }
  })
}

/** Puts the replacements in their place, and makes anew whatever was made from what stood there. */
async function erase(tx: Transaction, teamId: string, replacements: readonly Replaced[]): Promise<void> {
  const bySeq = new Map(replacements.map((each) => [each.seq, each]))
  const deeds = subjectsOf(replacements.filter(({ kind }) => kind !== textKind))
  const before = new Map<Subject, Entry[]>()
  for (const subject of deeds) before.set(subject, await deedsOf(tx, subject))
  await replaceEntries(tx, teamId, replacements)
  await replaceSealed(tx, teamId, replacements)
  for (const [subject, was] of before) {
    const now = was.map((deed) => ({ ...deed, payload: bySeq.get(deed.seq)?.payload ?? deed.payload }))
    await saveAnew(tx, teamId, subject, [was, now])
  }
  const written = subjectsOf(replacements.filter(({ kind }) => kind === textKind)).map(({ id }) => id)
  await endTexts(tx, teamId, written)
  for (const id of written) await saveTexts(tx, id)
  // The words by which it is searched are told anew from what is left.
  await forgetTold(tx, teamId)
}

function subjectsOf(all: readonly Pick<Holding, 'subject'>[]): Subject[] {
  return [...new Map(all.map(({ subject }) => [`${subject.type} ${subject.id}`, subject])).values()]
}

/** Saves those rows of a subject that differ now; each stays that of the entry that changed it last. */
async function saveAnew(
  tx: Transaction,
  teamId: string,
  { type, id }: Subject,
  [was, now]: readonly [readonly Entry[], readonly Entry[]],
): Promise<void> {
  const noun = nouns.find((each) => each.type === type)
  if (!noun) throw new Error(`No noun stands for ${type}.`)
  const rowsOf = (deeds: readonly Entry[]) => {
    const follower = noun.follow(id, teamId)
    for (const deed of deeds) follower.take(deed)
    return follower.rows()
  }
  const [before, after] = [rowsOf(was), rowsOf(now)]
  for (const [name, rows] of Object.entries(after)) {
    const table = noun.tables[name]
    if (!table) throw new Error(`No table stands for ${name}.`)
    for (const [index, row] of rows.entries()) {
      if (JSON.stringify(row) !== JSON.stringify(before[name]?.[index])) await saveRow(tx, table, row)
    }
  }
}

async function saveRow(tx: Transaction, table: PgTable, row: Row): Promise<void> {
  const values: Record<string, unknown> = { ...row }
  const columns = Object.entries(getTableColumns(table))
  const is = keyOf(table).map((key): SQL => {
    const [name = ''] = columns.find(([, { name: each }]) => each === key.name) ?? []
    return eq(key, values[name])
  })
  await tx
    .update(table)
    .set(values)
    .where(and(...is))
}

async function saveTexts(tx: Transaction, claimId: string): Promise<void> {
  const replay = startReplay()
  try {
    for (const { payload } of await textEditsOf(tx, claimId)) replay.apply(payload)
    await updateTexts(tx, claimId, replay.texts())
  } finally {
    replay.end()
  }
}
