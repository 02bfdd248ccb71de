/* What a timeline shows of a history that several people made over weeks, whatever of it is asked for. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sql } from 'drizzle-orm'
import { activity, burst, entry, entryWord, timelineHead } from '#db/schema/history.ts'
import { makeClaim, setDueDate } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { textKind } from '#server/history/entry.ts'
import { catchUp, keepTelling } from '#server/history/follower.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { timeline } from '#server/history/queries.ts'
import type { TimelineQuery } from '#server/history/queries/scope.ts'
import { activityOf } from '#server/history/queries/plot.ts'
import type { Plot } from '#server/history/plot.ts'
import { headOf, textEditsOf } from '#server/history/store.ts'
import { forgetTold, lockTimeline } from '#server/history/store/timeline.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import { createReport } from '#server/reports/commands.ts'
import { textNames } from '#server/realtime/protocol.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { pastFrom, teamOf, Writing, type Past } from '#tests/support/past.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const steps = 220

const kept = new KeptPasts()
let database: FreshDatabase
let past: Past
let people: Context[]
let reports: string[]
let claims: string[]
/** By seq: the text that each edit changed. */
const edited = new Map<number, string>()
let entries: (typeof entry.$inferSelect)[]
let hits: ReadonlySet<string>

beforeAll(async () => {
  database = await freshDatabase()
  past = pastFrom(systemOver(database.app.db), '2026-03-27T20:00:00Z')
  people = await teamOf(past.system, 'Desk', { Ann: ['checker', 'admin'], Bob: ['checker'], Cid: ['checker'] })
  const [ann] = people as [Context]
  const text = 'Taxes rose. Prices fell.'
  const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text }
  reports = [(await createReport(ann, report)).id, (await createReport(ann, { ...report, title: 'Later' })).id]
  claims = []
  for (const [index, [start, end]] of [
    [0, 11],
    [12, 24],
    [0, 11],
  ].entries()) {
    const of = reports[index === 2 ? 1 : 0] ?? ''
    claims.push((await makeClaim(ann, of, { edition: '1', start: String(start), end: String(end) })).id)
  }
  await makeHistory()
  await catchUp(database.app.db, ann.actor.teamId)
  entries = await database.app.db.select().from(entry).orderBy(entry.seq)
  const said = await database.app.db.select().from(entryWord)
  hits = new Set(said.map(({ word, seq }) => `${word} ${seq}`))
}, 60_000)
afterAll(() => database.drop())

/** Random deeds and edits, with pauses between seconds and days; the same for the same seed. */
async function makeHistory(): Promise<void> {
  let state = seed + 1
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  const writings = await Promise.all(
    claims.map(async (claimId) => {
      const writing = new Writing(past.system, claimId)
      const known = await textEditsOf(past.system.db, claimId)
      writing.begin(known.map(({ payload }) => payload))
      for (const { seq } of known) edited.set(seq, 'statement')
      return writing
    }),
  )
  const due = new Map<string, number>()
  let [person, which, text] = [0, 0, 0]
  for (let step = 0; step < steps; step += 1) {
    past.pass([2, 10, 40, 70, 3_600, 50_000][random(6)] ?? 0)
    // It is told meanwhile, up to any entry.
    if (random(9) === 0) await catchUp(past.system.db, (people[0] as Context).actor.teamId)
    // Whoever types goes on for a while.
    if (random(3) === 0) [person, which, text] = [random(people.length), random(claims.length), random(3)]
    const who = people[person] as Context
    const claimId = claims[which] ?? ''
    if (random(4) > 0) {
      const name = textNames[text] ?? 'notes'
      const seq = await writings[which]?.write(who.actor, name, (words) =>
        words.insert(random(words.length + 1), 'so '),
      )
      edited.set(seq ?? 0, name)
    } else if (random(2) === 0) await startThread(who, claimId, { on: 'claim', words: `Step ${step}?` })
    else {
      const [dueOn, seen] = [`2026-05-${10 + random(20)}`, String(due.get(claimId) ?? 0)]
      due.set(claimId, (await setDueDate(who, claimId, { dueOn, seen })).seq)
    }
  }
}

type Asked = Pick<TimelineQuery, 'person' | 'kind' | 'from' | 'to' | 'words' | 'reportId' | 'claimId' | 'ofTeam'>

/** Every page of it: the seqs in their order. */
async function walked(query: Asked): Promise<number[]> {
  const [reader] = people as [Context]
  const seqs: number[] = []
  for (let before: number | null = null; ;) {
    const page = await timeline(reader, { ...query, ...(before !== null && { before }) }, kept)
    seqs.push(...page.items.map(({ seq }) => seq))
    if (page.older === null) return seqs
    before = page.older
  }
}

/** The same by the entries alone: every deed, and the last edit of each stretch of typing. */
function expected({ person, kind, from = '', to = '9999', words, reportId, claimId }: Asked): number[] {
  const claimsThere = claimId ? [claimId] : reportId ? claims.slice(...(reportId === reports[1] ? [2] : [0, 2])) : null
  const isIn = ({ subjectType, subjectId, seq }: (typeof entries)[number]) =>
    !claimsThere ||
    claimsThere.includes(subjectType === 'thread' ? (claimOfThread(seq) ?? '') : subjectId) ||
    (!claimId && subjectId === reportId)
  const isMeant = (each: (typeof entries)[number]) =>
    (!person || each.actor === person) &&
    (!kind || each.kind === kind) &&
    (!words || hits.has(`${words} ${each.seq}`)) &&
    each.at.slice(0, 10) >= from &&
    each.at.slice(0, 10) <= to &&
    isIn(each)
  const found: typeof entries = []
  const typing = new Map<string, (typeof entries)[number]>()
  for (const each of entries) {
    const name = `${each.subjectId} ${each.actor} ${edited.get(each.seq)}`
    const before = typing.get(name)
    if (each.kind !== textKind) found.push(each)
    else {
      const isGoingOn = before && Date.parse(each.at) - Date.parse(before.at) < 60_000 && !deedBetween(before, each)
      if (before && !isGoingOn) found.push(before)
      typing.set(name, each)
    }
  }
  const all = [...found, ...typing.values()].filter(isMeant).map(({ seq }) => seq)
  return all.toSorted((a, b) => b - a)
}

/** Whether there is a deed on a claim, or its report, between two edits of it. */
const deedBetween = (one: (typeof entries)[number], other: (typeof entries)[number]): boolean => {
  const ofReport = reports[claims.indexOf(one.subjectId) === 2 ? 1 : 0]
  return entries.some(({ kind, subjectId, seq }) => {
    return kind !== textKind && [one.subjectId, ofReport].includes(subjectId) && seq > one.seq && seq < other.seq
  })
}

/** The deed that made a thread names its claim. */
const claimOfThread = (seq: number): string | undefined => {
  const found = entries.find((each) => each.seq === seq)
  return (JSON.parse(Buffer.from(found?.payload ?? []).toString()) as { claimId?: string }).claimId
}

const day = fc.integer({ min: 0, max: 40 }).map((days) => {
  return new Date(Date.parse('2026-03-26T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10)
})
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

it(`pages hold everything that is asked for, once (PLUMBLINE_SEED=${seed})`, async () => {
  const all = fc.record({
    scope: fc.constantFrom<() => Asked>(
      () => ({ ofTeam: true }),
      () => ({ reportId: reports[0] ?? '' }),
      () => ({ reportId: reports[1] ?? '' }),
      () => ({ claimId: claims[0] ?? '' }),
    ),
    person: maybe(fc.constantFrom(0, 1, 2)),
    kind: maybe(fc.constantFrom(textKind, 'thread.start', 'claim.due')),
    from: maybe(day),
    to: maybe(day),
    words: maybe(fc.constantFrom('so', 'step', '2026', 'rose')),
  })
  const run = async ({ scope, person, ...rest }: typeof all extends fc.Arbitrary<infer T> ? T : never) => {
    const who = person === undefined ? undefined : people[person]?.actor.personId
    const given = Object.entries({ ...scope(), ...rest, person: who }).filter(([, value]) => value !== undefined)
    const query = Object.fromEntries(given) as Asked
    expect(await walked(query)).toEqual(expected(query))
  }
  expect((await walked({ ofTeam: true })).length).toBeGreaterThan(100)
  await fc.assert(fc.asyncProperty(all, run), { seed, numRuns: 60 })
})

it('nothing of the page before is there again, wherever a page begins', async () => {
  const query = { ofTeam: true, kind: textKind }
  const whole = expected(query)
  for (const { seq: before } of entries) {
    const { items } = await timeline(people[0] as Context, { ...query, before }, kept)
    const older = whole.filter((seq) => seq < before)
    const length = Math.max(items.length, Math.min(50, older.length))
    expect(items.map(({ seq }) => seq)).toEqual(older.slice(0, length))
  }
})

it('entries are counted as they are, for the team and for each subject', async () => {
  const [ann] = people as [Context]
  const counted = await database.app.db.execute(sql`
    (select subject_id, day, actor, kind, recorded, seq from ${activity} where team_id = ${ann.actor.teamId})
    except
    select subject, left(at, 10), actor, kind, count(*), max(seq)
    from ${entry} cross join lateral (values (''), (subject_id)) as of(subject)
    where team_id = ${ann.actor.teamId} group by subject, left(at, 10), actor, kind`)
  expect([...counted]).toEqual([])
  const [of, rest] = [await activityOf(ann, { ofTeam: true }), { ofTeam: true, kind: textKind, from: '2026-03-28' }]
  expect(sumOf(of)).toBe(entries.length)
  expect(sumOf(await activityOf(ann, rest))).toBe(
    entries.filter(({ kind, at }) => kind === textKind && at >= '2026-03-28').length,
  )
  expect((await activityOf(ann, rest))?.series.toSorted()).toEqual(['Ann', 'Bob', 'Cid'])
  expect(await activityOf(ann, { ofTeam: true, to: '2026-01-01' })).toBeNull()
  const [stranger] = (await teamOf(past.system, 'Elsewhere', { Zoe: ['checker'] })) as [Context]
  await expect(activityOf(stranger, { claimId: claims[0] ?? '' })).rejects.toThrow('This claim does not exist.')
  await expect(timeline(stranger, { reportId: reports[0] ?? '', words: 'so' })).rejects.toThrow('does not exist')
  expect((await timeline(stranger, { ofTeam: true, words: 'so' })).items).toEqual([])
})

const sumOf = (plot: Plot | null): number =>
  plot?.bars.reduce((sum, { counts }) => sum + counts.reduce((all, each) => all + each, 0), 0) ?? 0

/** All rows by which timelines are found. */
async function rows(): Promise<unknown[]> {
  const { db } = database.app
  const all = [timelineHead, activity, burst, entryWord].map((table) =>
    db.execute(sql`select * from ${table} told order by told`),
  )
  return (await Promise.all(all)).map((each) => [...each])
}

it('what was told while it happened is what the entries alone tell, and so says verification', async () => {
  const [{ actor }] = people as [Context]
  await catchUp(database.app.db, actor.teamId)
  const before = await rows()
  expect(before.flat().length).toBeGreaterThan(400)
  await database.app.db.transaction((tx) => forgetTold(tx, actor.teamId))
  expect(await rows()).not.toEqual(before)
  await catchUp(database.app.db, actor.teamId)
  expect(await rows()).toEqual(before)
  const findings = await verifyHistory(database.owner.db, nouns)
  expect(findings.map(({ difference }) => difference)).toEqual(findings.map(() => null))
})

it('several who tell at once tell everything once', async () => {
  const [{ actor }] = people as [Context]
  await catchUp(database.app.db, actor.teamId)
  const before = await rows()
  await database.app.db.transaction((tx) => forgetTold(tx, actor.teamId))
  const all = await Promise.all(Array.from({ length: 4 }, () => catchUp(database.app.db, actor.teamId)))
  expect(all).toEqual([null, null, null, null])
  expect(await rows()).toEqual(before)
})

it('nothing is forgotten while somebody tells', async () => {
  const { db } = database.app
  const { teamId } = (people as [Context])[0].actor
  const before = await rows()
  await db.transaction(async (telling) => {
    await lockTimeline(telling, teamId)
    const forgetting = db.transaction(async (tx) => {
      await tx.execute(sql`set local lock_timeout = 200`)
      await forgetTold(tx, teamId)
    })
    await expect(forgetting).rejects.toMatchObject({ cause: { code: '55P03' } })
  })
  expect(await rows()).toEqual(before)
})

it('is told without anybody looking, from the start and when something is recorded', async () => {
  const [ann] = people as [Context]
  const { db } = database.app
  const { teamId } = ann.actor
  await db.transaction((tx) => forgetTold(tx, teamId))
  const telling = keepTelling(db, (error) => expect.unreachable(String(error)))
  const isTold = async () => {
    const [row] = await db
      .select()
      .from(timelineHead)
      .where(sql`team_id = ${teamId}`)
    return row?.seq === (await headOf(db, teamId))
  }
  await vi.waitUntil(isTold, { timeout: 20_000 })
  await startThread(ann, claims[0] ?? '', { on: 'claim', words: 'And now?' })
  telling.wake()
  await vi.waitUntil(isTold, { timeout: 20_000 })
  await telling.stop()
})
