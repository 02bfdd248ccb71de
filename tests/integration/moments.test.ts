/*
 * What single moments of a claim's replay say, and to whom.
 */
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { figure } from '#db/schema/claims.ts'
import { addRelation, makeClaim, setFigure } from '#server/claims/commands.ts'
import { claims } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import { change, record } from '#server/history/commands.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { replayOf } from '#server/history/queries/replay.ts'
import type { Moment } from '#server/history/replay.ts'
import { headOf } from '#server/history/store.ts'
import { commitTexts, insertClient } from '#server/realtime/store.ts'
import { premises } from '#tests/support/desk.ts'
import { newsroom } from '#tests/support/newsroom.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { Desk } from '#tests/support/typists.ts'

const own = premises()

it('is for nobody of another team', async () => {
  const [team, others] = [await newsroom(own.server), await newsroom(own.server)]
  const { claimId } = await startClaim(team.mara)
  const kept = new KeptPasts()
  for (const at of [null, 1]) {
    await replayOf(team.mara, kept, claimId, { at, from: null })
    await expect(replayOf(others.ada, kept, claimId, { at, from: at })).rejects.toMatchObject({ id: 'not-found' })
  }
})

it('has a step for what was typed last, though somebody types on while it is told', async () => {
  const team = await newsroom(own.server)
  const { claimId } = await startClaim(team.mara)
  const story = await typedBy(team.mara, claimId, ['They ', 'were '])
  const last = await headOf(team.mara.db, team.mara.actor.teamId)
  class Slow extends KeptPasts {
    override async get(...asked: Parameters<KeptPasts['get']>) {
      await story.type('many.')
      return super.get(...asked)
    }
  }
  const { moment, steps } = await replayOf(team.mara, new Slow(), claimId, { at: null, from: null })
  expect([moment.seq, steps.at(-1)]).toEqual([last, last])
})

it('has no moment for whoever only took its history out', async () => {
  const team = await newsroom(own.server)
  const { claimId } = await startClaim(team.mara)
  const before = await replayOf(team.mara, new KeptPasts(), claimId, { at: null, from: null })
  await record(team.oleh, change(claims, claimId, { kind: 'history.take', upTo: 1 }))
  const { moment, steps } = await replayOf(team.mara, new KeptPasts(), claimId, { at: null, from: null })
  expect([moment.seq, steps]).toEqual([before.moment.seq, before.steps])
  expect(steps).not.toContain(await headOf(team.mara.db, team.mara.actor.teamId))
})

/** Somebody types words in the notes of a new claim, one after the other without a pause. */
async function typedBy({ db, actor, ...system }: Context, claimId: string, words: readonly string[]) {
  const { personId, teamId } = actor
  const desk = new Desk()
  const typist = desk.seat(personId, await insertClient(db, { claimId, personId, sessionId: 's' }))
  let base = await headOf(db, teamId)
  const type = async (letters: string) => {
    typist.type(letters, (below) => below - 1)
    const update = desk.history.at(-1)?.payload ?? new Uint8Array()
    const texts = { ...desk.doc.committedTexts(), statement: 'Taxes rose.' }
    const edit = { claimId, teamId, base, erasedUpTo: 0, personId, sessionId: 's', update, texts }
    base = (await commitTexts({ db, ...system }, [edit])).entries[0]?.seq ?? 0
  }
  for (const each of words) await type(each)
  return { type }
}

it('says of a relation what its figures were then', async () => {
  const { mara } = await newsroom(own.server)
  const { reportId, claimId } = await startClaim(mara)
  const { id: other } = await makeClaim(mara, reportId, { edition: '1', start: '12', end: '23' })
  const figureOf = async (claim: string, low: string, more: Record<string, string> = {}) => {
    const { seq } = await setFigure(mara, claim, { bound: 'exactly', low, unit: 'people', ...more })
    const [row] = await mara.db.select({ id: figure.id }).from(figure).where(eq(figure.claimId, claim))
    return { figureId: row?.id ?? '', seen: String(seq) }
  }
  const [whole, part] = [await figureOf(claimId, '390'), await figureOf(other, '270')]
  const related = { kind: 'part-of', parts: `${other}:${part.figureId}`, figureId: whole.figureId }
  await addRelation(mara, claimId, related)
  const then = await headOf(mara.db, mara.actor.teamId)
  await figureOf(other, '260', part)
  await figureOf(claimId, '380', whole)
  const { moment, compared } = await replayOf(mara, new KeptPasts(), claimId, { at: null, from: then })
  const figuresOf = ({ things }: Moment) => things.find(({ thing }) => thing.startsWith('relation'))?.fields['Figures']
  expect(figuresOf(moment)).toBe('380 people, 260 people')
  expect(compared?.things.some(({ thing }) => thing.startsWith('relation'))).toBe(true)
  const before = await replayOf(mara, new KeptPasts(), claimId, { at: then, from: null })
  expect(figuresOf(before.moment)).toBe('390 people, 270 people')
})
