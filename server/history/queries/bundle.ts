import { and, eq, lte, or, sql } from 'drizzle-orm'
import { entry } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { namesIn } from '../../identity/queries.ts'
import { can } from '../../policy/can.ts'
import { aboutText, bundledLine, bundleFiles, type About, type BundleScope, type Earlier } from '../bundle.ts'
import { bundleReadme } from '../bundle-readme.ts'
import { readCheckpoint, type Checkpoint } from '../checkpoint.ts'
import { erasureKind } from '../erasure.ts'
import { keyText, textOf } from '../note.ts'
import type { SignedNotes } from '../signing-folder.gateway.ts'
import { headOf } from '../store.ts'
import { erasedUpTo } from '../store/erasure.ts'
import { sealedActors, sealedCount } from '../store/segments.ts'
import type { BundledFile } from '../tar-file.ts'
import { consistencyRanges } from '../tree.ts'
import { bundledEntries, type Within } from './bundled-entries.ts'
import { scopeOf } from './scope.ts'
import { standingOf } from './standing.ts'
import { newestTimestamp } from './timestamps.ts'
import { rootsOf } from './tree.ts'

/** What somebody wants to take along. */
export interface BundleQuery {
  readonly scope: BundleScope
  /** Of how many entries the checkpoint was that they have kept, to which a proof shall lead back; null for none. */
  readonly earlier: number | null
}

/** A bundle, whose files are made while they are read. */
export interface Bundle {
  /** What its folder is called. */
  readonly name: string
  /** Of how many entries of the team the checkpoint is that it is signed by. */
  readonly size: number
  /** When the last entry was recorded that it could hold: the same history is the same bundle, to the byte. */
  readonly at: Date
  readonly files: AsyncIterable<BundledFile>
}

/**
 * How many entries there are of a team, a report or a claim.
 * @throws {Problem} `not-found` when the asking person is in another team, or theirs has no such report or claim.
 */
export async function bundledCount(ctx: Context, scope: BundleScope): Promise<number> {
  const within = await withinScope(ctx, scope)
  // A team has as many entries as its head says: to count a million takes too long for a page.
  return within.claimIds ? counted(ctx, within) : headOf(ctx.db, ctx.actor.teamId)
}

/**
 * Bundles what was recorded of a team, a report or a claim up to what was signed last, with what proves it. Entries are read
 * a few at a time; those that are recorded meanwhile are not in it.
 * @throws {Problem} `not-found`; `invalid` for an earlier checkpoint that there cannot be; `unavailable` while the history
 * is not signed, or words were erased since it was. Its files end early, with the same, when words are erased while they are read.
 */
export async function bundleOf(
  ctx: Context,
  signing: SignedNotes,
  { scope, earlier }: BundleQuery,
  verifier: Uint8Array,
): Promise<Bundle> {
  if (!can(ctx.actor, 'history.take'))
    throw new Problem('forbidden', 'Your role does not allow taking the history out.')
  const within = await withinScope(ctx, scope)
  const { note, checkpoint, origin, at } = await signedLast(ctx, signing)
  await expectNothingErased(ctx, checkpoint.size)
  // The newest entries have a timestamp only when some minutes went by.
  const stamped = await newestTimestamp(ctx.db, ctx.actor.teamId, { origin, size: checkpoint.size })
  // What is sealed was signed long ago.
  const upTo = { ...within, within: and(within.within, lte(entry.seq, checkpoint.size)) }
  const about: About = {
    format: 1,
    scope,
    team: ctx.actor.teamId,
    entries: scope.type === 'team' ? checkpoint.size : await counted(ctx, upTo),
    size: checkpoint.size,
    people: await peopleIn(ctx, upTo),
    earlier: earlier === null ? null : await proofFrom(ctx, earlier, checkpoint),
    timestamped: stamped && (await proofFrom(ctx, stamped.size, checkpoint)).proof,
  }
  const heads = {
    [bundleFiles.readme]: bundleReadme(scope, checkpoint, stamped),
    [bundleFiles.about]: aboutText(about),
    [bundleFiles.checkpoint]: note,
    [bundleFiles.key]: `${keyText(signing.key)}\n`,
    ...(stamped && { [bundleFiles.timestamped]: stamped.note, [bundleFiles.timestamp]: stamped.response }),
  }
  const name = `plumbline-${scope.type}-${scope.id.slice(0, 8)}-${checkpoint.size}`
  return { name, size: checkpoint.size, at: new Date(at), files: filesOf(ctx, { heads, verifier, about, upTo }) }
}

/**
 * Which entries a bundle of a team, a report or a claim holds, were it made now.
 * @throws {Problem} `not-found` when the asking person's team has none such.
 */
export async function withinScope(ctx: Context, { type, id }: BundleScope): Promise<Within> {
  const { teamId } = ctx.actor
  if (type === 'team' && id !== teamId) throw new Problem('not-found', 'This team does not exist.')
  if (type === 'team') return { within: eq(entry.teamId, teamId), claimIds: null }
  const { within, claims } = await scopeOf(ctx, type === 'report' ? { reportId: id } : { claimId: id })
  // Without what says that something was erased, nobody could tell that from what somebody changed.
  const erasing = and(eq(entry.teamId, teamId), eq(entry.subjectType, 'team'), eq(entry.kind, erasureKind))
  return { within: or(within, erasing), claimIds: claims.map((each) => each.id) }
}

/** In one statement: what is sealed meanwhile is not counted twice. */
async function counted({ db, actor }: Context, { within, claimIds }: Within): Promise<number> {
  const entries = sql<number>`(count(*) + ${sealedCount(actor.teamId, claimIds ?? [])})::int`
  const [row] = await db.select({ entries }).from(entry).where(within)
  return row?.entries ?? 0
}

async function signedLast({ db, actor }: Context, signing: SignedNotes) {
  const standing = await standingOf(db, signing, actor.teamId)
  const { last = null, whyNot = null } = standing ?? {}
  if (whyNot !== null) throw new Problem('unavailable', `Nothing more is signed of this history. ${whyNot}`)
  const checkpoint: Checkpoint | null = last && readCheckpoint(textOf(last.note))
  if (!last || !checkpoint) throw new Problem('unavailable', 'Nothing is signed of this history yet. Try again soon.')
  const [newest] = await db
    .select({ at: entry.at })
    .from(entry)
    .where(and(eq(entry.teamId, actor.teamId), eq(entry.seq, checkpoint.size)))
  return { note: last.note, checkpoint, origin: last.number, at: newest?.at ?? 0 }
}

/** What stands in the place of words is not what was recorded, for whoever has not the entry that says that they were erased. */
async function expectNothingErased({ db, actor }: Context, after: number): Promise<void> {
  if ((await erasedUpTo(db, actor.teamId)) > after) throw new Problem('unavailable', erasedMeanwhile)
}

const erasedMeanwhile = 'Words were erased while this was made. Download it again.'

/** How those are called who did something of it. */
async function peopleIn({ db, actor }: Context, { within, claimIds }: Within): Promise<Record<string, string>> {
  const found = await db.selectDistinct({ id: entry.actor }).from(entry).where(within)
  const sealed = await sealedActors(db, actor.teamId, claimIds)
  // In one order, whatever is sealed: the same history is the same bundle.
  const ids = [...new Set([...found.map(({ id }) => id), ...sealed])].toSorted()
  const names = await namesIn(db, actor.teamId)
  return Object.fromEntries(ids.flatMap((id) => (names.has(id) ? [[id, names.get(id) ?? '']] : [])))
}

async function proofFrom({ db, actor }: Context, size: number, now: Checkpoint): Promise<Earlier> {
  if (size < 1 || size > now.size) {
    throw new Problem('invalid', `There is no checkpoint of ${size} entries: this history has ${now.size}.`)
  }
  const [root, ...proof] = await rootsOf(db, actor.teamId, [
    { from: 0, to: size },
    ...consistencyRanges(size, now.size),
  ])
  if (!root) throw new Error('A tree has no root.')
  return { size, root, proof }
}

interface Contents {
  readonly heads: Readonly<Record<string, string | Uint8Array>>
  readonly verifier: Uint8Array
  readonly about: About
  readonly upTo: Within
}

async function* filesOf(ctx: Context, { heads, verifier, about, upTo }: Contents): AsyncGenerator<BundledFile> {
  const encoder = new TextEncoder()
  for (const [name, content] of Object.entries(heads)) {
    yield { name, bytes: typeof content === 'string' ? encoder.encode(content) : content }
  }
  yield { name: bundleFiles.verifier, bytes: verifier }
  let number = 1
  for await (const entries of bundledEntries(ctx, about, upTo)) {
    await expectNothingErased(ctx, about.size)
    const lines = entries.map((each, index) => bundledLine({ ...each, number: number + index }))
    // Numbered so that they sort as they follow each other.
    const name = `${bundleFiles.entries}${String(number).padStart(10, '0')}.jsonl`
    yield { name, bytes: encoder.encode(lines.join('')) }
    number += entries.length
  }
}
