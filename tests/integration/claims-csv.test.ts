import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkRows } from '#server/claims/csv-check.ts'
import { claimsCsv } from '#server/claims/csv-out.ts'
import { readTable, type CsvRow } from '#server/claims/csv-table.ts'
import { makeClaim, withdrawClaim } from '#server/claims/commands.ts'
import { importClaims } from '#server/claims/commands/csv.ts'
import { importTarget } from '#server/claims/queries/csv.ts'
import type { Context } from '#server/context.ts'
import { timeline } from '#server/history/queries.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { createReport } from '#server/reports/commands.ts'
import { ann, bob, eve, everyone, mallory, origin } from '#tests/support/cast.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { openBare, serveRooms, until, type RoomsServer } from '#tests/support/rooms.ts'

let database: FreshDatabase
let server: RoomsServer
const as = (person: (typeof everyone)[number]): Context => server.contextOf(person)

beforeAll(async () => {
  database = await freshDatabase()
  server = await serveRooms(database.app.db, everyone)
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

const text = 'Each side received 390 people.\n\n270 were soldiers. Later, 270 were freed. -3 degrees.'
const table = `number;words;occurrence;statement;claimant;said on;language;verdict;reason;bound;low;high;unit;counted;period from;period to;source title;source address;publisher;primary or secondary;stance;quote;where;note
1;Each side received 390 people;;"Both sides got 390, each";Kyiv;2025-05-23;Ukrainian;Mostly true;"Both ministries
say so.";about;390;;people;flow;2025-05-23;2025-05-25;Statement A;https://example.org/a;Ministry A;primary;supports;'=390 returned;p. 2;Called
1;;;;;;;;;;;;;;;;Statement B;;;secondary;refutes;Only 380.;;
;270 were;2;;;;;;;between;-3;60,000;;;;;;;;;;;;
;-3 degrees;;;;;;;;;;;;;;;;;;;;;;
`
const rowsOf = (csv: string) => readTable(csv).rows
const send = (reportId: string, rows: readonly CsvRow[], person = ann) =>
  importClaims(as(person), reportId, { rows: JSON.stringify(rows) })
const newReport = async (person = ann) =>
  (await createReport(as(person), { title: 'Exchange', publisher: '', sourceUrl: '', language: 'en', text })).id
const look = (reportId: string) => workspaceView(as(eve), reportId)
const outcomes = async (sent: ReturnType<typeof send>) => (await sent).results.map(({ row, outcome }) => [row, outcome])

it('claims come in with their evidence, figures and verdicts, each told in the history under the person’s name', async () => {
  const reportId = await newReport()
  expect(await outcomes(send(reportId, rowsOf(table)))).toEqual([
    [2, 'made'],
    [3, 'made'],
    [4, 'made'],
    [5, 'made'],
  ])
  const { claims } = await look(reportId)
  expect(claims.map(({ statement }) => statement)).toEqual(['Both sides got 390, each', '270 were', '-3 degrees'])
  expect(claims[0]).toMatchObject({
    claimant: 'Kyiv',
    saidOn: '2025-05-23',
    language: 'uk',
    stage: 'open',
    verdict: { rating: 'mostly-true', reason: 'Both ministries\nsay so.' },
    figures: [{ bound: 'about', low: '390', unit: 'people', stockOrFlow: 'flow', periodTo: '2025-05-25' }],
    evidence: [
      { stance: 'supports', quote: '=390 returned', locator: 'p. 2', source: { url: 'https://example.org/a' } },
      { stance: 'refutes', quote: 'Only 380.', source: { title: 'Statement B', kind: 'secondary' } },
    ],
  })
  expect(claims[1]).toMatchObject({ passages: [{ start: text.lastIndexOf('270') }], figures: [{ high: '60000' }] })
  const { items } = await timeline(as(eve), { claimId: claims[0]?.id ?? '' })
  expect(items.map(({ kind }) => kind).toReversed()).toEqual([
    'claim.make',
    'claim.write',
    'claim.describe',
    'figure.set',
    'verdict.set',
    'source.add',
    'evidence.attach',
    'source.add',
    'evidence.attach',
  ])
  expect(new Set(items.map(({ personId }) => personId))).toEqual(new Set([ann.personId]))
})

it('what goes out comes in again as it was, also elsewhere, and nothing twice', async () => {
  const reportId = await newReport()
  await send(reportId, rowsOf(table))
  const written = claimsCsv(await look(reportId))
  const before = (await look(reportId)).seq
  for (const again of [table, written]) {
    const results = await outcomes(send(reportId, rowsOf(again)))
    expect(results.map(([, outcome]) => outcome)).toEqual(['there', 'there', 'there', 'there'])
  }
  expect((await look(reportId)).seq).toBe(before)
  const other = await newReport()
  await send(other, rowsOf(written))
  expect(claimsCsv(await look(other))).toBe(written)
  const { claims } = await look(other)
  const [own] = (await look(reportId)).claims
  expect(claims[0]?.evidence.map(({ source }) => source.id)).toEqual(own?.evidence.map(({ source }) => source.id))
})

it('the same table at the same time makes nothing twice', async () => {
  const reportId = await newReport()
  const rows = rowsOf(table)
  await Promise.all([send(reportId, rows), send(reportId, rows, bob), send(reportId, rows.toReversed(), bob)])
  const { claims } = await look(reportId)
  expect(claims.map(({ evidence }) => evidence.length).toSorted((one, other) => one - other)).toEqual([0, 0, 2])
})

it('a claim that is there is left as it is and gets only the evidence that it lacks; a withdrawn one does not count', async () => {
  const reportId = await newReport()
  const { id } = await makeClaim(as(bob), reportId, { edition: '1', start: '0', end: '29' })
  const { id: gone } = await makeClaim(as(bob), reportId, { edition: '1', start: '32', end: '49' })
  await withdrawClaim(as(bob), gone, { reason: 'X' })
  const rows = rowsOf(table)
  expect(await outcomes(send(reportId, rows.slice(0, 1)))).toEqual([[2, 'added']])
  expect(await outcomes(send(reportId, rows.slice(0, 2)))).toEqual([
    [2, 'there'],
    [3, 'added'],
  ])
  const found = (await look(reportId)).claims.find((claim) => claim.id === id)
  expect(found).toMatchObject({ statement: 'Each side received 390 people', claimant: '', verdict: null, figures: [] })
  expect(await outcomes(send(reportId, rowsOf('words\n270 were soldiers')))).toEqual([[2, 'made']])
})

it('one bad row, and nothing of what is sent with it is written; what is no table is refused', async () => {
  const reportId = await newReport()
  const before = (await look(reportId)).seq
  const bad = rowsOf(table.replace('Mostly true', 'Rather true'))
  await expect(send(reportId, bad)).rejects.toThrow(
    'Nothing of this was written. Row 2, verdict: This is not on the team’s scale.',
  )
  const odd = [null, [], [{ row: 2, cells: { secret: 'x' } }], [{ row: 2, cells: { words: '-3 degrees\0' } }], [{}]]
  for (const rows of odd) await expect(send(reportId, rows as never)).rejects.toMatchObject({ id: 'invalid' })
  for (const rows of ['{', undefined]) {
    await expect(importClaims(as(ann), reportId, { rows })).rejects.toMatchObject({ id: 'invalid' })
  }
  expect((await look(reportId)).seq).toBe(before)
})

it('a claim that cannot be written whole is not written at all, and the others are', async () => {
  const reportId = await newReport()
  const [first, second, , last] = rowsOf(table)
  if (!first || !second || !last) throw new Error('The table has rows.')
  let ids = 0
  const ctx = as(ann)
  const failing: Context = {
    ...ctx,
    newId: () => {
      // Behind the first claim’s making, in the middle of its evidence.
      if ((ids += 1) === 5) throw Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' })
      return ctx.newId()
    },
  }
  const rows = JSON.stringify([first, second, last])
  const { results } = await importClaims(failing, reportId, { rows })
  expect(results).toMatchObject([
    { row: 2, outcome: 'failed', message: expect.stringContaining('The database does not answer.') },
    { row: 3, outcome: 'failed' },
    { row: 5, outcome: 'made' },
  ])
  expect((await look(reportId)).claims.map(({ statement }) => statement)).toEqual(['-3 degrees'])
  expect(await outcomes(send(reportId, [first, second, last]))).toEqual([
    [2, 'made'],
    [3, 'made'],
    [5, 'there'],
  ])
})

it('who may not make claims writes none, and nobody into another team’s report', async () => {
  const reportId = await newReport()
  const before = (await look(reportId)).seq
  await expect(send(reportId, rowsOf(table), eve)).rejects.toMatchObject({ id: 'forbidden' })
  await expect(send(reportId, rowsOf(table), mallory)).rejects.toMatchObject({ id: 'not-found' })
  await expect(importTarget(as(mallory), reportId)).rejects.toMatchObject({ id: 'not-found' })
  expect((await look(reportId)).seq).toBe(before)
  // Demoted since the page was loaded: the team knows better.
  const demoted = { ...eve, roles: ['checker'] } as const
  const { results } = await send(reportId, rowsOf(table), demoted)
  expect(results.every(({ outcome }) => outcome === 'failed')).toBe(true)
  expect((await look(reportId)).seq).toBe(before)
})

it('the page and the server find the same in a table', async () => {
  const reportId = await newReport()
  await send(reportId, rowsOf(table).slice(2))
  const checked = checkRows(rowsOf(table), await importTarget(as(eve), reportId))
  expect(checked.map(({ rows, known }) => [rows.map(({ row }) => row), known?.number ?? null])).toEqual([
    [[2, 3], null],
    [[4], 1],
    [[5], 2],
  ])
})

it('every claim is told at once to whoever looks at the report', async () => {
  const reportId = await newReport()
  const room = await openBare(server, `/rooms/report/${reportId}`, { cookie: eve.personId, origin })
  await send(reportId, rowsOf(table))
  const kinds = () => room.events().map(({ kind }) => kind)
  await until(() => kinds().filter((kind) => kind === 'claim.make').length === 3, 'the claims are heard')
  expect(kinds()).toContain('evidence.attach')
  room.end()
})
