/* What a timeline shows of a history that several people made over weeks, whatever of it is asked for. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { entry } from '#db/schema/history.ts'
import { makeClaim, setDueDate } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { textKind } from '#server/history/entry.ts'
import { timeline, type TimelineQuery } from '#server/history/queries.ts'
import { textEditsOf } from '#server/history/store.ts'
import { createReport } from '#server/reports/commands.ts'
import { textNames } from '#server/realtime/protocol.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { pastFrom, teamOf, Writing, type Past } from '#tests/support/past.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const steps = 220

let database: FreshDatabase
let past: Past
let people: Context[]
let reports: string[]
let claims: string[]
/** By seq: the text that each edit changed. */
const edited = new Map<number, string>()
let entries: (typeof entry.$inferSelect)[]

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
  entries = await database.app.db.select().from(entry).orderBy(entry.seq)
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
  for (let step = 0; step < steps; step += 1) {
    past.pass([2, 10, 40, 70, 3_600, 50_000][random(6)] ?? 0)
    const who = people[random(people.length)] as Context
    const which = random(claims.length)
    const claimId = claims[which] ?? ''
    if (random(4) > 0) {
      const name = textNames[random(3)] ?? 'notes'
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

type Asked = Pick<TimelineQuery, 'person' | 'kind' | 'from' | 'to' | 'reportId' | 'claimId' | 'ofTeam'>

/** Every page of it: the seqs in their order. */
async function walked(query: Asked): Promise<number[]> {
  const [reader] = people as [Context]
  const seqs: number[] = []
  for (let before: number | null = null; ;) {
    const page = await timeline(reader, { ...query, ...(before !== null && { before }) })
    seqs.push(...page.items.map(({ seq }) => seq))
    if (page.older === null) return seqs
    before = page.older
  }
}

/** The same by the entries alone: every deed, and the newest edit of each stretch of typing that has one. */
function expected({ person, kind, from = '', to = '9999', reportId, claimId }: Asked): number[] {
  const claimsThere = claimId ? [claimId] : reportId ? claims.slice(...(reportId === reports[1] ? [2] : [0, 2])) : null
  const isIn = ({ subjectType, subjectId, seq }: (typeof entries)[number]) =>
    !claimsThere ||
    claimsThere.includes(subjectType === 'thread' ? (claimOfThread(seq) ?? '') : subjectId) ||
    (!claimId && subjectId === reportId)
  const isMeant = (each: (typeof entries)[number]) =>
    (!person || each.actor === person) &&
    (!kind || each.kind === kind) &&
    each.at.slice(0, 10) >= from &&
    each.at.slice(0, 10) <= to &&
    isIn(each)
  const newest = new Map<string, number>()
  const last = new Map<string, { at: number; stretch: number }>()
  for (const each of entries) {
    const name = `${each.subjectId} ${each.actor} ${edited.get(each.seq)}`
    const before = last.get(name)
    const at = Date.parse(each.at)
    const stretch = before && at - before.at < 60_000 ? before.stretch : each.seq
    if (each.kind === textKind) last.set(name, { at, stretch })
    if (isMeant(each)) newest.set(each.kind === textKind ? `${name} ${stretch}` : String(each.seq), each.seq)
  }
  return [...newest.values()].toSorted((a, b) => b - a)
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
