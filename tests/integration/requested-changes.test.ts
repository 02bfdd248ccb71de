import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context } from '#server/context.ts'
import { timeline } from '#server/history/queries.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import type { Actor } from '#server/policy/can.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import {
  acceptChange,
  declineChange,
  finishChange,
  reopenChange,
  requestChange,
  withdrawChange,
} from '#server/review/commands/requested-changes.ts'
import { origin } from '#tests/support/cast.ts'
import { newsroom } from '#tests/support/newsroom.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { openBare, serveRooms, startClaim, until, type RoomsServer } from '#tests/support/rooms.ts'

let database: FreshDatabase
let server: RoomsServer
let reportId: string
let claimId: string
let ann: Actor
let bob: Actor
let cleo: Actor
let eve: Actor
/** Of another team. */
let mallory: Actor
const as = (person: Actor): Context => server.contextOf(person)

beforeAll(async () => {
  database = await freshDatabase()
  server = await serveRooms(database.app.db, [], { rolesAmong })
  const { mara, join } = await newsroom(server)
  const joined = async (...who: Parameters<typeof join>) => (await join(...who)).actor
  ann = mara.actor
  ;[bob, cleo] = [await joined('Bob', 'editor'), await joined('Cleo', 'checker')]
  eve = await joined('Eve', 'auditor')
  mallory = (await newsroom(server)).mara.actor
  ;({ reportId, claimId } = await startClaim(as(ann)))
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

const fields = { edition: '1', start: '0', end: '5', replacement: 'Rents', reason: 'The minister spoke of rents.' }
const ask = async (person = cleo, more: Record<string, string> = {}) =>
  (await requestChange(as(person), reportId, { ...fields, ...more })).id
async function look(id: string, person = ann) {
  const found = (await workspaceView(as(person), reportId)).changes.find((each) => each.id === id)
  if (!found) throw new Error('The change is not in its report.')
  return found
}
const seenOf = async (id: string) => ({ seen: String((await look(id)).seq) })

it('a request stands on exact words of its edition, with what shall stand there, why, and who asks', async () => {
  const id = await ask(cleo, { claimId, replacement: ' Rents\r\nand fees ' })
  expect(await look(id)).toMatchObject({
    edition: 1,
    start: 0,
    end: 5,
    quote: 'Taxes',
    replacement: 'Rents\nand fees',
    claimId,
    state: 'requested',
    requestedBy: 'Cleo',
    moves: [],
  })
  const dropped = await ask(cleo, { start: '3', end: '11', replacement: '' })
  const [one, other] = [await look(id), await look(dropped)]
  expect(one.overlaps).toEqual([other.number])
  expect(other.overlaps).toEqual([one.number])
})

it('words that are not there, empty reasons, no change at all and what cannot be printed are refused', async () => {
  await expect(ask(cleo, { end: '900' })).rejects.toThrow('do not lie in the report')
  await expect(ask(cleo, { edition: '2' })).rejects.toThrow('does not exist')
  await expect(ask(cleo, { reason: ' ' })).rejects.toThrow('Say why these words should change.')
  await expect(ask(cleo, { replacement: 'Taxes' })).rejects.toThrow('The new words are the old ones.')
  await expect(ask(cleo, { replacement: 'a\u0007b' })).rejects.toThrow('cannot be printed')
  await expect(ask(cleo, { replacement: 'x'.repeat(5_001) })).rejects.toThrow('under 5,000 characters')
  await expect(ask(cleo, { claimId: 'another' })).rejects.toThrow('not in this report')
  await expect(ask(eve)).rejects.toThrow('Your role in this team')
  await expect(ask(mallory)).rejects.toThrow('does not exist')
})

it('whoever brought in the report and editors answer; others, and who was an editor, do not', async () => {
  const id = await ask()
  await expect(acceptChange(as(cleo), id, await seenOf(id))).rejects.toThrow('An editor, or whoever brought in')
  // She says that she is an editor; the team knows better.
  const demoted: Actor = { ...cleo, roles: ['editor'] }
  await expect(acceptChange(as(demoted), id, await seenOf(id))).rejects.toMatchObject({ id: 'forbidden' })
  await expect(acceptChange(as(eve), id, await seenOf(id))).rejects.toThrow('Your role in this team')
  await expect(acceptChange(as(mallory), id, await seenOf(id))).rejects.toThrow('no such requested change')
  await acceptChange(as(ann), id, await seenOf(id))
  await expect(reopenChange(as(ann), id, await seenOf(id))).rejects.toThrow('Only whoever requested')
  await finishChange(as(bob), id, await seenOf(id))
  await reopenChange(as(cleo), id, await seenOf(id))
  await expect(declineChange(as(bob), id, await seenOf(id))).rejects.toThrow('Say why the change is declined.')
  await declineChange(as(bob), id, { ...(await seenOf(id)), reason: 'It was about taxes.' })
  const { state, moves, next, requestedBy } = await look(id, cleo)
  expect(state).toBe('declined')
  expect(requestedBy).toBe('Cleo')
  expect(moves.map(({ to, by, reason }) => [to, by, reason])).toEqual([
    ['accepted', 'Mara', ''],
    ['done', 'Bob', ''],
    ['requested', 'Cleo', ''],
    ['declined', 'Bob', 'It was about taxes.'],
  ])
  expect(next).toEqual([{ kind: 'change.reopen', whyNot: null }])
})

it('of accepting, declining and withdrawing at once one holds, and the others are told what it is now', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = await ask()
    const seen = await seenOf(id)
    const answers = await Promise.allSettled([
      acceptChange(as(ann), id, seen),
      declineChange(as(bob), id, { ...seen, reason: 'No.' }),
      withdrawChange(as(cleo), id, seen),
    ])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { state, moves } = await look(id)
    expect(moves).toHaveLength(1)
    for (const answer of answers) {
      if (answer.status === 'fulfilled') continue
      expect(answer.reason).toMatchObject({
        id: 'changed-since',
        message: `Somebody was faster: this change is ${state} now.`,
      })
    }
  }
})

it('the history of the report tells every move, that of a claim what comes from it', async () => {
  const id = await ask(cleo, { claimId, reason: 'Told apart.' })
  await declineChange(as(bob), id, { ...(await seenOf(id)), reason: 'Never.' })
  for (const query of [{ reportId }, { claimId }]) {
    const { items } = await timeline(as(eve), query)
    const [declined, requested] = items
    expect(declined).toMatchObject({ sentence: 'declined the requested change', claim: { id: claimId } })
    expect(declined?.parts.map(({ label }) => label)).toEqual(['Words', 'New words', 'State', 'Answer'])
    expect(declined?.parts.slice(0, 2).flatMap(({ words }) => words)).toEqual([
      { text: 'Taxes', change: 'same' },
      { text: 'Rents', change: 'same' },
    ])
    expect(requested?.parts.find(({ label }) => label === 'Reason')?.words).toEqual([
      { text: 'Told apart.', change: 'added' },
    ])
  }
  const { items } = await timeline(as(eve), { claimId })
  expect(items.filter(({ kind }) => kind === 'change.request')).toHaveLength(2)
})

it('every move is told to whoever looks at the report, and to nobody who looks at another', async () => {
  const other = await startClaim(as(ann))
  const open = (id: string) => openBare(server, `/rooms/report/${id}`, { cookie: eve.personId, origin })
  const [here, elsewhere] = [await open(reportId), await open(other.reportId)]
  const id = await ask()
  await acceptChange(as(ann), id, await seenOf(id))
  const kinds = (room: typeof here) => room.events().map(({ kind }) => kind)
  await until(() => kinds(here).includes('change.accept'), 'the move is heard')
  expect(kinds(here)).toEqual(['change.request', 'change.accept'])
  expect(kinds(elsewhere)).toEqual([])
  for (const room of [here, elsewhere]) room.end()
})
