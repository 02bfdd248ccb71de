import * as decoding from 'lib0/decoding'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { textEditsOf } from '#server/history/store.ts'
import { answerFrame, awarenessFrame, stepOne } from '#server/realtime/frames.ts'
import { closeCode, messageType } from '#server/realtime/protocol.ts'
import { ann, bob, eve, everyone, mallory, origin } from '#tests/support/cast.ts'
import { presenceOf, typedBy } from '#tests/support/edits.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import {
  aWhile,
  openBare,
  openPage,
  serveRooms,
  startClaim,
  until,
  type Bare,
  type Page,
  type RoomsServer,
} from '#tests/support/rooms.ts'

/** Longer than a test may take: whoever must not be waited for would fail it. */
const long = 120_000
const short = 300

let database: FreshDatabase
let server: RoomsServer
let claimId: string
let reportId: string
let pages: Page[] = []
/** What a commit waits for, and how many came to it. */
let gate: Promise<void>
let commits: number

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
afterEach(async () => {
  for (const page of pages) page.end()
  pages = []
  await server.close()
})

async function beforeCommit(): Promise<void> {
  commits += 1
  await gate
}

async function begin(): Promise<void> {
  gate = Promise.resolve()
  commits = 0
  server = await serveRooms(database.app.db, everyone, { beforeCommit })
  ;({ claimId, reportId } = await startClaim(server.contextOf(ann)))
}

/** A page that is in and has nothing unsaved. */
async function open(person: typeof ann, id = claimId): Promise<Page> {
  const page = await openPage(server, person, id)
  pages.push(page)
  await until(() => person === eve || page.acknowledged === 1, 'the page is in')
  return page
}

async function openWriter(person: typeof ann): Promise<Bare & { clientId: number }> {
  const allocated = await server.rooms.allocateClient(server.contextOf(person), claimId)
  const clientId = 'clientId' in allocated ? allocated.clientId : 0
  const bare = await openBare(server, `/rooms/claim/${claimId}?client=${clientId}`, { cookie: person.personId, origin })
  return { ...bare, clientId }
}

/** A socket of a page that shows a claim, but is not in its room. */
async function openReport(person: typeof ann, shows: string, id = reportId): Promise<Bare> {
  const bare = await openBare(server, `/rooms/report/${id}`, { cookie: person.personId, origin })
  bare.sendBytes(awarenessFrame(presenceOf(5, { claimId: shows })))
  const watcher = await openBare(server, `/rooms/report/${id}`, { cookie: person.personId, origin })
  const isTold = () => watcher.frames.some((frame) => Buffer.from(frame).includes(shows))
  await until(isTold, 'the room knows what the page shows')
  watcher.end()
  return bare
}

/** The numbers of the questions that a socket was asked. */
const questionsTo = ({ frames }: Bare): number[] =>
  frames.flatMap((frame) => {
    const decoder = decoding.createDecoder(frame)
    return decoding.readVarUint(decoder) === messageType.question ? [decoding.readVarUint(decoder)] : []
  })

async function asked(bare: Bare): Promise<number> {
  await until(() => questionsTo(bare).length > 0, 'the question comes')
  return questionsTo(bare).at(-1) ?? 0
}

/** Everything that a socket sent before was heard once this is answered. */
async function isHeard(bare: Bare): Promise<void> {
  const answers = () => bare.frames.filter((frame) => frame[0] === 0 && frame[1] === 1).length
  const before = answers()
  bare.sendBytes(stepOne(new Uint8Array([0])))
  await until(() => answers() > before, 'it is heard')
}

const settle = (patience: number, claimIds = [claimId], teamId = ann.teamId) =>
  server.rooms.settle(teamId, claimIds, patience)

const missing = ({ personId, name }: typeof ann) => ({ claimId, personId, name })

/** Holds commits back until the returned function is called. */
function holdCommits(): () => void {
  let release = () => {}
  commits = 0
  gate = new Promise((resolve) => (release = resolve))
  return release
}

async function isOpenAfterAWhile(settling: Promise<unknown>): Promise<boolean> {
  return Promise.race([settling.then(() => false), aWhile().then(() => true)])
}

describe('before a claim is published', () => {
  it('nobody is waited for where nobody is', async () => {
    await begin()
    expect(await settle(long)).toEqual([])
    expect(await settle(long, [])).toEqual([])
  })

  it('every page that writes is asked, and none that only reads or is in another claim', async () => {
    await begin()
    const other = await startClaim(server.contextOf(ann))
    const writers = [await open(ann), await open(ann), await open(bob)]
    const others = [await open(eve), await open(ann, other.claimId)]
    expect(await settle(long)).toEqual([])
    expect(writers.map((page) => page.asked)).toEqual([1, 1, 1])
    expect(others.map((page) => page.asked)).toEqual([0, 0])
  })

  it('rooms of another team are none of its business', async () => {
    await begin()
    const page = await open(ann)
    expect(await settle(long, [claimId], mallory.teamId)).toEqual([])
    expect(page.asked).toBe(0)
  })

  it('words on their way are waited for until they are saved', async () => {
    await begin()
    const page = await open(ann)
    const release = holdCommits()
    page.doc.getText('notes').insert(0, 'in the last moment')
    const settling = settle(long)
    expect(await isOpenAfterAWhile(settling)).toBe(true)
    release()
    expect(await settling).toEqual([])
    expect(page.acknowledged).toBe(2)
  })

  it('words of somebody who has gone meanwhile are waited for too', async () => {
    await begin()
    const [page, reader] = [await open(ann), await open(eve)]
    const release = holdCommits()
    page.doc.getText('notes').insert(0, 'and gone')
    await until(() => commits === 1, 'they are on their way')
    page.end()
    await until(() => reader.provider.awareness.getStates().size === 1, 'she is gone')
    const settling = settle(long)
    expect(await isOpenAfterAWhile(settling)).toBe(true)
    release()
    expect(await settling).toEqual([])
    expect(reader.text('notes')).toBe('and gone')
  })

  it('words that the database did not take are waited for until they are sent again and saved', async () => {
    await begin()
    const page = await open(ann)
    let fail = (_error: Error) => {}
    gate = new Promise((_, reject) => (fail = reject))
    commits = 0
    page.doc.getText('notes').insert(0, 'twice')
    await until(() => commits === 1, 'they are on their way')
    const settling = settle(long)
    gate = Promise.resolve()
    fail(new Error('The database is away.'))
    expect(await settling).toEqual([])
    expect(page.closes).toEqual([closeCode.tryAgain])
    expect((await textEditsOf(database.app.db, claimId)).length).toBe(2)
  })
})

describe('somebody whose words may be missing', () => {
  it('is named once their time is over, once for each claim', async () => {
    await begin()
    const silent = [await open(ann), await open(ann), await open(bob)]
    for (const page of silent.slice(0, 2)) page.isSilent = true
    const began = Date.now()
    expect(await settle(short)).toEqual([missing(ann)])
    expect(Date.now() - began).toBeGreaterThanOrEqual(short - 25)
  })

  it('is named at once when they say that theirs cannot be saved, whatever they say next', async () => {
    await begin()
    const [bare] = [await openWriter(ann), await open(bob)]
    const settling = settle(long)
    const question = await asked(bare)
    bare.sendBytes(answerFrame(question, false))
    bare.sendBytes(answerFrame(question, true))
    expect(await settling).toEqual([missing(ann)])
  })

  it('is named when their socket closes before they answered, unless they come back and answer', async () => {
    await begin()
    const [gone, back] = [await open(ann), await open(bob)]
    gone.isSilent = back.isSilent = true
    const settling = settle(2_000)
    await until(() => gone.asked + back.asked === 2, 'both are asked')
    gone.end()
    back.provider.disconnect()
    back.isSilent = false
    back.provider.connect()
    expect(await settling).toEqual([missing(ann)])
    expect(back.asked).toBe(2)
  })

  it('is named while what they sent is not committed, though they say that it is', async () => {
    await begin()
    const liar = await openWriter(ann)
    const release = holdCommits()
    liar.sendUpdate(typedBy(liar.clientId))
    await isHeard(liar)
    const settling = settle(short)
    liar.sendBytes(answerFrame(await asked(liar), true))
    expect(await settling).toEqual([missing(ann)])
    release()
  })

  it('may be on a page that shows a claim and is not in its room', async () => {
    await begin()
    const other = await startClaim(server.contextOf(ann))
    const theirs = await startClaim(server.contextOf(mallory))
    const [shows, elsewhere] = [await openReport(ann, claimId), await openReport(bob, other.claimId)]
    const others = [await openReport(eve, claimId), await openReport(mallory, claimId, theirs.reportId), elsewhere]
    expect(await settle(short)).toEqual([missing(ann)])
    const settling = settle(long)
    await until(() => questionsTo(shows).length === 2, 'the page is asked again')
    shows.sendBytes(answerFrame(questionsTo(shows).at(-1) ?? 0, true))
    expect(await settling).toEqual([])
    expect(others.flatMap(questionsTo)).toEqual([])
  })

  it('may be on such a page that connects again', async () => {
    await begin()
    const first = await openReport(bob, claimId)
    const settling = settle(long)
    await asked(first)
    first.end()
    await first.closed
    const second = await openReport(bob, claimId)
    second.sendBytes(answerFrame(await asked(second), false))
    expect(await settling).toEqual([missing(bob)])
  })
})

describe('an answer', () => {
  it('counts for nobody but who was asked, and for no other question', async () => {
    await begin()
    const silent = await open(ann)
    silent.isSilent = true
    const liar = await openWriter(bob)
    const liars = [
      liar,
      await openBare(server, `/rooms/claim/${claimId}`, { cookie: eve.personId, origin }),
      await openBare(server, `/rooms/report/${reportId}`, { cookie: eve.personId, origin }),
    ]
    const answerAll = (except?: number) => {
      for (let number = 0; number < 40; number += 1) {
        if (number !== except) for (const bare of liars) bare.sendBytes(answerFrame(number, true))
      }
    }
    answerAll()
    await isHeard(liar)
    const settling = settle(short)
    const question = await asked(liar)
    answerAll(question)
    expect(await settling).toEqual([missing(ann), missing(bob)])
    // Whatever they said, they are still here, and what is said too late is said for nothing.
    liar.sendBytes(answerFrame(question, true))
    await isHeard(liar)
    await isHeard(liars[1]!)
    expect(await settle(short)).toEqual([missing(ann), missing(bob)])
  })

  it('that cannot be read closes the socket, and its person is named', async () => {
    await begin()
    const bare = await openWriter(ann)
    const settling = settle(short)
    const question = await asked(bare)
    bare.sendBytes(new Uint8Array([messageType.answer, question, 2]))
    expect(await bare.closed).toBe(closeCode.refused)
    expect(await settling).toEqual([missing(ann)])
  })
})
