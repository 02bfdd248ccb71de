/*
 * What readers ever see is told twice: in SQL for them, and in `readers.ts` for editors. Random timelines of publications,
 * retractions and signatures, in both; `PLUMBLINE_SEED` repeats them.
 */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkpoint, signedHead } from '#db/schema/history.ts'
import { publication, retraction } from '#db/schema/publication.ts'
import { publicityOf } from '#server/claims/store.ts'
import { isEverSeen, isOut, ofClaims } from '#server/publication/queries/seen.ts'
import { readersOf, type ReadersOf } from '#server/publication/readers.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { afterTampering } from '#tests/support/superuser.ts'
import { randomOf } from '#tests/support/typists.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const random = randomOf(seed)
const count = 300

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** A moment of one day, by its hour; embargoes end between two of them, so that no two things are at the same time. */
const at = (hour: number, minute = 0) =>
  `2026-03-01T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`

interface Timeline {
  readonly id: string
  readonly publications: { number: number; seq: number; at: string; visibleFrom: string }[]
  readonly retractions: { number: number; seq: number; at: string }[]
  /** The sizes of the notes that were signed, and when. */
  readonly notes: { size: number; at: string }[]
  /** Up to this entry nothing waited. */
  readonly waitsAfter: number
  readonly end: number
}

function timeline(index: number): Timeline {
  const made: Timeline = {
    id: `claim-${index}`,
    publications: [],
    retractions: [],
    notes: [],
    waitsAfter: random(4) === 0 ? 1 + random(3) : 0,
    end: 2 + random(9),
  }
  let seq = 0
  for (let hour = 1; hour <= made.end; hour += 1) {
    const number = made.publications.length
    const deed = random(4)
    if (deed < 2) {
      const visibleFrom = random(2) === 0 ? at(hour) : at(hour + random(6), 30)
      made.publications.push({ number: number + 1, seq: (seq += 1), at: at(hour), visibleFrom })
    } else if (deed === 2 && number > 0) made.retractions.push({ number, seq: (seq += 1), at: at(hour) })
    else if (seq >= made.waitsAfter && seq > 0) made.notes.push({ size: seq, at: at(hour) })
  }
  return made
}

/** How each publication stood to readers at an hour, by what was recorded and signed by then. */
function standingsAt({ publications, retractions, notes, waitsAfter }: Timeline, hour: number): ReadersOf[] {
  const now = at(hour, 45)
  const by = <T extends { at: string }>(all: readonly T[]) => all.filter((each) => each.at <= now)
  const signedAs = (seq: number) =>
    seq <= waitsAfter ? seq : (by(notes).find(({ size }) => size >= seq)?.size ?? null)
  const told = {
    publications: by(publications).map((each) => ({ ...each, signedAs: signedAs(each.seq) })),
    retractions: by(retractions),
  }
  return told.publications.map((each) => readersOf(each, told, now))
}

const timelines = Array.from({ length: count }, (_, index) => timeline(index))

it(`readers and editors are told the same (PLUMBLINE_SEED=${seed})`, async () => {
  const same = { teamId: 'team', reportId: 'r', slug: 's', hash: 'h', form: '{}', by: 'emil', unsaved: [], note: '' }
  const rows = await afterTampering(
    database,
    async (tx) => {
      for (const { id, ...made } of timelines) {
        const own = { claimId: id, teamId: id }
        const newest = made.notes.at(-1)?.size ?? 0
        await tx
          .insert(signedHead)
          .values({ teamId: id, seq: Math.max(newest, made.waitsAfter), waitsAfter: made.waitsAfter })
        for (const each of made.publications)
          await tx.insert(publication).values({ ...same, ...each, ...own, approvedBy: ['edith'] })
        for (const each of made.retractions)
          await tx.insert(retraction).values({ ...each, ...own, how: 'retracted', note: '', by: 'emil' })
        for (const { size } of made.notes)
          await tx.insert(checkpoint).values({ teamId: id, origin: 1, seq: size, note: '' }).onConflictDoNothing()
      }
    },
    async (tx) => {
      const publicity = await publicityOf(
        tx,
        timelines.map(({ id }) => id),
      )
      const now = sql`${at(11, 45)}`
      const told = await tx.execute<{ id: string; number: number; ever: boolean; out: boolean }>(sql`
        select p.claim_id as id, p.number, ${isEverSeen(ofClaims)} as ever, coalesce(${isOut(now)}, false) as out
        from publication p left join signed_head signed on signed.team_id = p.team_id`)
      return { publicity, told: [...told] }
    },
  )
  const { publications, retractions } = rows.publicity
  const kinds = new Set<string>()
  for (const { id, number, ever, out } of rows.told) {
    const own = {
      publications: publications.filter((each) => each.claimId === id),
      retractions: retractions.filter((each) => each.claimId === id),
    }
    const one = own.publications.find((each) => each.number === number)!
    const editors = readersOf(one, own, at(11, 45))
    const readers = !ever ? 'never' : out ? 'seen' : 'not yet'
    expect(['later', 'unsigned'].includes(editors) ? 'not yet' : editors, `${id} ${number}`).toBe(readers)
    kinds.add(editors)
  }
  expect([...kinds].toSorted()).toEqual(['later', 'never', 'seen', 'unsigned'])
})

it(`what readers saw once is never denied, and what they never see never comes (PLUMBLINE_SEED=${seed})`, () => {
  for (const each of timelines) {
    let before: ReadersOf[] = []
    for (let hour = 1; hour <= 17; hour += 1) {
      const now = standingsAt(each, hour)
      before.forEach((was, index) => {
        if (was === 'seen' || was === 'never') expect(now[index], JSON.stringify({ each, hour })).toBe(was)
      })
      before = now
    }
  }
})
