import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, isNull } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { claim, claimText } from '#db/schema/claims.ts'
import { member } from '#db/schema/identity.ts'
import { requestedChange } from '#db/schema/review.ts'
import { giveRating } from '#server/claims/commands/verdict.ts'
import type { Context, System } from '#server/context.ts'
import { seedDemo } from '#server/demo/commands.ts'
import { makeInvitation } from '#server/identity/commands.ts'
import { lookAtErasure, proposeErasure } from '#server/history/commands/erasure.ts'
import { proposeFork } from '#server/history/commands/fork.ts'
import type { StartsReading } from '#server/history/contents.ts'
import { catchUp } from '#server/history/follower.ts'
import { signHistories } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { timestampHistories } from '#server/history/timestamper.gateway.ts'
import { teamsToTell } from '#server/history/store/timeline.ts'
import { verifyHistory, type TeamFinding } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import type { Role } from '#server/policy/roles.ts'
import { retractReport } from '#server/publication/commands.ts'
import { liftHold, placeHold } from '#server/reports/commands/holds.ts'
import { keepReport, setRetention } from '#server/reports/commands/retention.ts'
import { beginImport, importReviews } from '#server/reports/commands/claim-reviews.ts'
import { declineChange, requestChange } from '#server/review/commands/requested-changes.ts'
import { ClaimDoc } from '#server/realtime/claim-doc.ts'
import { insertSnapshot, loadClaim } from '#server/realtime/store.ts'
import { startAuthority } from './authority.ts'
import { askForSecond } from './blind.ts'
import { freshDatabase, type FreshDatabase } from './postgres.ts'
import { recordTyping } from './recorded-typing.ts'
import { sealAll } from './sealed.ts'
import { afterTampering } from './superuser.ts'
import { systemOver } from './system.ts'
import { randomOf } from './typists.ts'

/** A team's history with rows in every table of facts and of history, signed to its last entry. */
export interface FullHistory {
  readonly database: FreshDatabase
  /** What verification finds as it stands. */
  look(tx: Transaction, startReading?: StartsReading): Promise<TeamFinding[]>
  /** What verification finds after a superuser's tampering, which is undone again. */
  foundAfter(tamper: (tx: Transaction) => Promise<unknown>): Promise<TeamFinding[]>
  end(): Promise<void>
}

/** Makes one. */
export async function fullHistory(): Promise<FullHistory> {
  const database = await freshDatabase()
  const system = systemOver(database.app.db)
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  const signing = () => openSigningFolder(folder, 'desk.example')
  const sign = async () => {
    const [refused] = await signHistories({ db: system.db, folder: signing() })
    if (refused) throw new Error(refused.why)
  }
  const { reportId } = await seedDemo(system)
  await typeSomething(system)
  await sign()
  await haveTimestamped(system)
  if ((await sealAll(database)) === 0) throw new Error('Nothing is sealed.')
  await keepSnapshot(system)
  await requestSomeChange(system, reportId)
  await takeReportBack(system, reportId)
  await proposeErasure(await asMember(system, 'editor'), { words: 'The letter was forged', reason: 'A court says so.' })
  await lookAtErasure(await asMember(system, 'admin'), { number: 1 })
  await holdReport(system, reportId)
  await keepForLonger(system, reportId)
  await inviteSomebody(system)
  await importSomeReview(system)
  await sign()
  await rateSomeClaim(system)
  await proposeSomeFork(system, join(folder, 'other'))
  await sign()
  for (const teamId of await teamsToTell(system.db)) await catchUp(system.db, teamId)
  const look: FullHistory['look'] = (tx, startReading) => verifyHistory(tx, nouns, signing(), startReading)
  return {
    database,
    look,
    foundAfter: (tamper) => afterTampering(database, tamper, look),
    async end() {
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function haveTimestamped({ db, now }: System): Promise<void> {
  const authority = await startAuthority()
  const options = { db, now, authority: { url: authority.url, patience: 10_000 } }
  const why = await timestampHistories(options, new AbortController().signal).finally(() => authority.close())
  if (why !== null) throw new Error(why)
}

/** So much that some of it can be sealed. */
async function typeSomething(system: System): Promise<void> {
  const [first] = await system.db.select().from(claim).where(eq(claim.withdrawn, false)).limit(1)
  const people = [await asMember(system, 'checker'), await asMember(system, 'editor')]
  await recordTyping(people, first?.id ?? '', { edits: 20, random: randomOf(1) })
}

/** A snapshot as a room would keep it. */
async function keepSnapshot({ db }: System): Promise<void> {
  const [last] = await db.select().from(claimText).limit(1)
  if (!last) throw new Error('The demo has no claim.')
  const { claimId, seq, teamId } = last
  const { updates } = await loadClaim(db, claimId, 'start')
  await insertSnapshot(db, { claimId, seq, teamId, state: new ClaimDoc(updates).state() }, 0)
}

async function takeReportBack(system: System, reportId: string): Promise<void> {
  await retractReport(await asMember(system, 'editor'), reportId, { note: 'The letter was forged.' })
}

/** A hold that holds, and one that was lifted. */
async function holdReport(system: System, reportId: string): Promise<void> {
  const ctx = await asMember(system, 'editor')
  for (const reason of ['A court asked.', 'A lawyer asked.']) await placeHold(ctx, reportId, { reason })
  await liftHold(ctx, reportId, { number: '2', reason: 'It was heard.' })
}

async function keepForLonger(system: System, reportId: string): Promise<void> {
  const ctx = await asMember(system, 'editor')
  await setRetention(ctx, { amount: '2', unit: 'years', reason: 'Our data policy.', seen: '0' })
  await keepReport(ctx, reportId, { until: '2999-12-31', reason: 'A case is open.', seen: '0' })
}

async function inviteSomebody(system: System): Promise<void> {
  await makeInvitation(await asMember(system, 'admin'), { email: 'new@example.org', roles: 'checker' })
}

async function importSomeReview(system: System): Promise<void> {
  const ctx = await asMember(system, 'checker')
  const raw = '{"@type":"ClaimReview","url":"/x","claimReviewed":"The dam is full."}'
  const base = 'https://example.org'
  const { id } = await beginImport(ctx, '', { source: JSON.stringify(raw), base, chosen: '[0]' })
  const reviews = JSON.stringify([{ raw, paragraph: 0 }])
  await importReviews(ctx, '', { reportId: id, base, reviews, ratings: '[]' })
}

/** Two people's ratings that agree, and one that waits for a second. */
async function rateSomeClaim(system: System): Promise<void> {
  await askForSecond(await asMember(system, 'admin'), true)
  const [first] = await system.db.select().from(claim).where(isNull(claim.rating)).limit(1)
  const rating = { rating: 'false', reason: 'So it is.', seen: '0' }
  for (const role of ['checker', 'editor'] as const) {
    await giveRating(await asMember(system, role), first?.id ?? '', rating)
  }
  const [other] = await system.db.select().from(claim).where(isNull(claim.rating)).limit(1)
  await giveRating(await asMember(system, 'checker'), other?.id ?? '', rating)
}

/** A proposal to leave what was signed by a key that is here no more; it stays open. */
async function proposeSomeFork(system: System, folder: string): Promise<void> {
  const other = openSigningFolder(folder, 'desk.example')
  await proposeFork(await asMember(system, 'admin'), other, { reason: 'The disk with the key died.' })
}

/** A change that comes from a claim, is requested and declined. */
async function requestSomeChange(system: System, reportId: string): Promise<void> {
  const ctx = await asMember(system, 'editor')
  const [first] = await system.db.select().from(claim).limit(1)
  const words = { edition: '1', start: '0', end: '7', replacement: 'X', reason: 'Y', claimId: first?.id }
  const { id } = await requestChange(ctx, reportId, words)
  const [made] = await system.db.select().from(requestedChange)
  await declineChange(ctx, id, { seen: made?.seq, reason: 'Z' })
}

async function asMember(system: System, role: Role): Promise<Context> {
  const members = await system.db.select().from(member)
  const { personId, name, teamId } = members.find(({ roles }) => roles.includes(role)) ?? members[0]!
  return { ...system, actor: { personId, name, teamId, roles: [role], sessionId: '' } }
}
