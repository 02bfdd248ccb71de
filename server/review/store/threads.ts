import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { evidence, source } from '#db/schema/evidence.ts'
import { comment, mention, thread } from '#db/schema/review.ts'
import type { Noun } from '../../history/commands.ts'
import { threadAggregate, type ThreadCommand, type ThreadEvent, type ThreadState } from '../thread.ts'

type Reader = Database | Transaction

/** Threads with their tables. */
export const threads: Noun<ThreadState, ThreadCommand, ThreadEvent> = {
  aggregate: threadAggregate,
  tables: { thread, comment, mention },
}

/** The threads of a claim, the oldest first. */
export async function threadsOfClaim(db: Reader, claimId: string) {
  return db.select().from(thread).where(eq(thread.claimId, claimId))
}

/** Those of these pieces of a claim's evidence that it has no longer, with the seq at which each of them went. */
export async function goneEvidenceOf(db: Reader, claimId: string, evidenceIds: readonly string[]) {
  if (evidenceIds.length === 0) return []
  const isGone = and(
    eq(evidence.claimId, claimId),
    inArray(evidence.id, [...evidenceIds]),
    eq(evidence.withdrawn, true),
  )
  const { id, quote, seq } = evidence
  return db
    .select({ id, quote, seq, title: source.title, url: source.url })
    .from(evidence)
    .innerJoin(source, eq(source.id, evidence.sourceId))
    .where(isGone)
}

/** The comments of these threads in their order, and who is named in each. */
export async function commentsOf(db: Reader, threadIds: readonly string[]) {
  if (threadIds.length === 0) return { comments: [], mentions: [] }
  const ofThese = inArray(comment.threadId, [...threadIds])
  const [comments, mentions] = await Promise.all([
    db.select().from(comment).where(ofThese).orderBy(asc(comment.madeSeq)),
    db
      .select({ commentId: mention.commentId, personId: mention.personId })
      .from(mention)
      .innerJoin(comment, eq(comment.id, mention.commentId))
      .where(and(ofThese, eq(mention.withdrawn, false))),
  ])
  return { comments, mentions }
}

/** How many threads of each of these claims are open. */
export async function openThreadsOf(db: Reader, claimIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (claimIds.length === 0) return new Map()
  const rows = await db
    .select({ claimId: thread.claimId, open: sql<number>`count(*)::int` })
    .from(thread)
    .where(and(inArray(thread.claimId, [...claimIds]), eq(thread.isOpen, true)))
    .groupBy(thread.claimId)
  return new Map(rows.map(({ claimId, open }) => [claimId, open]))
}

/** The claim that each thread of these claims is about, by thread. */
export async function claimsOfThreads(db: Reader, claimIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (claimIds.length === 0) return new Map()
  const rows = await db
    .select({ id: thread.id, claimId: thread.claimId })
    .from(thread)
    .where(inArray(thread.claimId, [...claimIds]))
  return new Map(rows.map(({ id, claimId }) => [id, claimId]))
}
