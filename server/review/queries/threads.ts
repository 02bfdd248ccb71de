import type { ClaimEvent } from '../../claims/claim.ts'
import { findClaim } from '../../realtime/store.ts'
import { placesOf } from '../../realtime/queries.ts'
import type { TextName } from '../../realtime/protocol.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { eventOf, fold } from '../../history/fold.ts'
import { deedsOf } from '../../history/store.ts'
import { membersOf } from '../../identity/store.ts'
import { can } from '../../policy/can.ts'
import type { Nameable } from '../mentions.ts'
import { commentsOf, goneEvidenceOf, threads, threadsOfClaim } from '../store/threads.ts'
import type { Wording } from '../thread.ts'
import type { AboutView, CommentView, GoneEvidence, ThreadsView, ThreadView } from '../thread-view.ts'

type ThreadRow = Awaited<ReturnType<typeof threadsOfClaim>>[number]
type Said = Awaited<ReturnType<typeof commentsOf>>

/**
 * The threads of a claim, with where the words that they are about stand in the saved texts.
 * @throws {Problem} `not-found` when the viewer's team has no such claim.
 */
export async function threadsView(ctx: Context, claimId: string): Promise<ThreadsView> {
  const { actor, db } = ctx
  if (!can(actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  const place = await findClaim(db, claimId)
  if (place?.teamId !== actor.teamId) throw new Problem('not-found', 'This claim does not exist.')
  const rows = await threadsOfClaim(db, claimId)
  const [said, members, standing, gone] = await Promise.all([
    commentsOf(
      db,
      rows.map(({ id }) => id),
    ),
    membersOf(db, actor.teamId),
    standingWords(ctx, claimId, rows),
    goneEvidence(ctx, claimId, rows),
  ])
  const earlier = await earlierOf(ctx, said)
  const nameable = new Map(members.map(({ personId, name }) => [personId, { personId, name }]))
  const person = (personId: string) => nameable.get(personId) ?? { personId, name: 'someone who left' }
  const ordered = rows.toSorted((a, b) => Number(b.isOpen) - Number(a.isOpen) || b.seq - a.seq)
  return {
    threads: ordered.map((row) => threadView(row, { said, earlier, standing, gone, person })),
    people: members.filter(({ roles }) => roles.length > 0).map(({ personId, name }) => ({ personId, name })),
  }
}

/** How the words of open threads read now, by thread. */
async function standingWords(ctx: Context, claimId: string, rows: readonly ThreadRow[]) {
  const anchored = rows.filter(({ isOpen, letters }) => isOpen && letters.length > 0)
  const anchors = anchored.map(({ textName, quote, letters }) => ({ textName: textName as TextName, quote, letters }))
  const places = await placesOf(ctx, claimId, anchors)
  return new Map(anchored.map(({ id }, index) => [id, places[index]?.words ?? null]))
}

/** What threads are about and the claim has no longer, by its id. */
async function goneEvidence(
  { db }: Context,
  claimId: string,
  rows: readonly ThreadRow[],
): Promise<ReadonlyMap<string, GoneEvidence>> {
  const ids = rows.flatMap(({ evidenceId }) => evidenceId ?? [])
  const gone = await goneEvidenceOf(db, claimId, ids)
  const deeds = gone.length > 0 ? await deedsOf(db, { type: 'claim', id: claimId }) : []
  const events = new Map(deeds.map((deed) => [deed.seq, eventOf<ClaimEvent>(deed)]))
  return new Map(
    gone.map(({ id, seq, quote, title, url }) => {
      const event = events.get(seq)
      return [id, { source: title || url, quote, movedTo: event?.kind === 'claim.split' ? event.into : null }]
    }),
  )
}

/** The wordings that comments had before, by comment. */
async function earlierOf({ db }: Context, { comments }: Said): Promise<ReadonlyMap<string, readonly Wording[]>> {
  const edited = new Set(comments.flatMap((each) => (each.editedAt && !each.withdrawn ? [each.threadId] : [])))
  const found = new Map<string, readonly Wording[]>()
  for (const id of edited) {
    const state = fold(threads.aggregate, await deedsOf(db, { type: 'thread', id }))
    for (const comment of state.comments) found.set(comment.id, comment.earlier.toReversed())
  }
  return found
}

interface Known {
  readonly said: Said
  readonly earlier: ReadonlyMap<string, readonly Wording[]>
  readonly standing: ReadonlyMap<string, string | null>
  readonly gone: ReadonlyMap<string, GoneEvidence>
  readonly person: (personId: string) => Nameable
}

function threadView(row: ThreadRow, known: Known): ThreadView {
  const { id, isOpen, resolvedBy, resolvedAt } = row
  return {
    id,
    about: aboutView(row, known),
    isOpen,
    resolved: resolvedBy && resolvedAt ? { by: known.person(resolvedBy).name, at: resolvedAt } : null,
    comments: known.said.comments.filter(({ threadId }) => threadId === id).map((each) => commentView(each, known)),
  }
}

function aboutView({ id, evidenceId, textName, quote, letters }: ThreadRow, { standing, gone }: Known): AboutView {
  if (evidenceId) return { on: 'evidence', evidenceId, gone: gone.get(evidenceId) ?? null }
  const now = standing.get(id) ?? null
  return textName ? { on: 'words', textName: textName as TextName, quote, letters, now } : { on: 'claim' }
}

function commentView(row: Said['comments'][number], { said, earlier, person }: Known): CommentView {
  const { id, seq, words, madeBy, madeAt, editedAt, withdrawn } = row
  return {
    id,
    seq,
    words: withdrawn ? '' : words,
    mentioned: said.mentions.filter(({ commentId }) => commentId === id).map(({ personId }) => person(personId)),
    by: person(madeBy),
    at: madeAt,
    editedAt,
    earlier: withdrawn ? [] : (earlier.get(id) ?? []),
    withdrawn,
  }
}
