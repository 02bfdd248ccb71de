/* What a timeline shows of a history that several people made over weeks, whatever of it is asked for. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { activity, entry, entryWord } from '#db/schema/history.ts'
import { makeClaim, setDueDate } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { textKind } from '#server/history/entry.ts'
import { keepPastWords } from '#server/history/store/past-words.ts'
import { timeline } from '#server/history/queries.ts'
import type { TimelineQuery } from '#server/history/queries/scope.ts'
import { activityOf } from '#server/history/queries/plot.ts'
import type { Plot } from '#server/history/plot.ts'
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
    const page = await timeline(reader, { ...query, ...(before !== null && { before }) })
    seqs.push(...page.items.map(({ seq }) => seq))
    if (page.older === null) return seqs
    before = page.older
  }
}

/** The same by the entries alone: every deed, and the newest edit of each stretch of typing that has one. */
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
    const { items } = await timeline(people[0] as Context, { ...query, before })
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

it('words are found that were typed letter by letter, changed or said, in any script', async () => {
  const [ann, bob] = people as [Context, Context]
  const of = { reportId: reports[1] ?? '', claimId: claims[2] ?? '' }
  const writing = new Writing(past.system, of.claimId)
  writing.begin((await textEditsOf(past.system.db, of.claimId)).map(({ payload }) => payload))
  past.pass(600)
  for (const letter of ' zażółć 390 שלום')
    await writing.write(ann.actor, 'notes', (notes) => notes.insert(notes.length, letter))
  past.pass(600)
  await writing.write(bob.actor, 'notes', (notes) => {
    const at = notes.toString().indexOf('390')
    notes.delete(at + 1, 1)
    notes.insert(at + 1, '8')
  })
  await startThread(bob, of.claimId, { on: 'claim', words: 'Ｗhy not 390, ZAZOLC?' })
  const saying = async (words: string, more: Asked = {}) =>
    (await timeline(ann, { ...of, ...more, words })).items.map(({ person, sentence }) => `${person} ${sentence}`)
  expect(await saying('390')).toEqual([
    'Bob commented on the claim',
    'Bob changed the notes, removing words of Ann',
    'Ann changed the notes',
  ])
  expect(await saying('380')).toEqual(['Bob changed the notes, removing words of Ann'])
  expect(await saying('Zazolc 390 ')).toEqual(['Bob commented on the claim', 'Ann changed the notes'])
  expect(await saying('שָׁלוֹם')).toEqual(['Ann changed the notes'])
  expect(await saying('שלום', { person: bob.actor.personId })).toEqual([])
  // What she typed on the way is no word.
  expect(await saying('zazol')).toEqual([])
})

it('words that were thrown away are kept again as they were, from the entries alone', async () => {
  const { owner, app } = database
  const kept = () => app.db.select().from(entryWord).orderBy(entryWord.teamId, entryWord.word, entryWord.seq)
  const before = await kept()
  expect(before.length).toBeGreaterThan(200)
  await owner.db.delete(entryWord)
  await keepPastWords(app.db, past.system.now(), () => {})
  expect(await kept()).toEqual(before)
})
