/*
 * A claim as it stood at every moment: what is told from its entries is what a simple generator kept by itself while two
 * people typed, deleted, cut, pasted, undid and did deeds.
 */
import { expect, it } from 'vitest'
import { changeStage, setFigure } from '#server/claims/commands.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { stageNames, type Stage } from '#server/claims/stage.ts'
import { ratings, scale } from '#server/claims/verdict.ts'
import type { Context } from '#server/context.ts'
import { attachEvidence, withdrawEvidence } from '#server/evidence/commands.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { replayOf } from '#server/history/queries/replay.ts'
import type { Moment } from '#server/history/replay.ts'
import { headOf } from '#server/history/store.ts'
import { textsOf, TextPast } from '#server/history/text-past.ts'
import { commitTexts, insertClient } from '#server/realtime/store.ts'
import { premises } from '#tests/support/desk.ts'
import { newsroom, type Newsroom } from '#tests/support/newsroom.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { Desk, randomOf, type Typist } from '#tests/support/typists.ts'

const own = premises()
const seed = Number(process.env['PLUMBLINE_SEED'] ?? 1)
const [histories, recordedHistories] = [150, 4]
const firstLetter = 0x4e00

/** Two people who type letters that nobody else types, in the open: what each edit did is known to whoever looked on. */
class Writing {
  readonly desk = new Desk()
  readonly writers = new Map<string, string>()
  /** In which edit each letter was typed, counted from 1. */
  readonly typed = new Map<string, number>()
  readonly restorers = new Map<string, Set<string>>()
  readonly random: (below: number) => number

  constructor(number: number, people: readonly (readonly [string, number])[]) {
    this.random = randomOf(number)
    for (const [name, clientId] of people) this.desk.seat(name, clientId)
  }

  get text(): string {
    return this.desk.doc.committedTexts().notes
  }

  act(): void {
    const typist = this.desk.typists[this.random(2)]
    if (!typist) return
    const what = this.random(14)
    if (what < 6) typist.type(this.#newLetters(typist), this.random)
    else if (what < 9) typist.delete(this.random)
    else if (what < 10) typist.cut(this.random)
    else if (what < 11) this.#restored(typist, typist.paste(this.random))
    else if (what < 13) this.#restored(typist, typist.again('undo'))
    else this.#restored(typist, typist.again('redo'))
  }

  #newLetters({ name }: Typist): string {
    const letters = Array.from({ length: 1 + this.random(8) }, (_, index) =>
      String.fromCharCode(firstLetter + this.writers.size + index),
    )
    for (const letter of letters) {
      this.writers.set(letter, name)
      this.typed.set(letter, this.desk.history.length + 1)
    }
    return letters.join('')
  }

  #restored({ name }: Typist, letters: string): void {
    for (const letter of letters) this.restorers.set(letter, (this.restorers.get(letter) ?? new Set()).add(name))
  }

  /** What is told wrongly of these words of one person. */
  wrongIn(run: { text: string; writer: string; restoredBy: string | null }): string[] {
    return Array.from(run.text).filter((letter) => {
      const isRestored = run.restoredBy === null || this.restorers.get(letter)?.has(run.restoredBy)
      return this.writers.get(letter) !== run.writer || !isRestored
    })
  }

  end(): void {
    for (const typist of this.desk.typists) typist.end()
  }
}

it(`tells text, author and time of each letter after every edit, as they were (PLUMBLINE_SEED=${seed})`, () => {
  let restored = 0
  for (let number = seed; number < seed + histories; number += 1) {
    const writing = new Writing(number, [
      ['ann', 1],
      ['bob', 2],
    ])
    const texts = new Map([[0, '']])
    for (let step = 0; step < 60; step += 1) {
      writing.act()
      texts.set(writing.desk.history.length, writing.text)
    }
    const past = new TextPast()
    // Seqs of a history in which others write as well.
    for (const [index, edit] of writing.desk.history.entries()) {
      past.apply({ ...edit, seq: 3 * (index + 1), at: new Date(index).toISOString() }, 0)
    }
    for (const [edits, text] of texts) {
      const where = `history ${number} after ${edits} edits`
      const { notes } = past.runsAt(3 * edits + 1)
      expect(textsOf({ statement: [], analysis: [], notes }).notes, where).toBe(text)
      for (const run of notes) {
        expect(writing.wrongIn(run), where).toEqual([])
        const typed = Array.from(run.text, (letter) => writing.typed.get(letter) ?? 0)
        expect(run.written, where).toEqual({ first: Math.min(...typed), last: Math.max(...typed) })
        expect(run.placed.last, where).toBeLessThanOrEqual(edits)
        if (run.restoredBy) restored += 1
      }
    }
    writing.end()
  }
  expect(restored).toBeGreaterThan(histories)
})

/** What the generator knows of a moment. */
interface Known {
  readonly text: string
  readonly stage: Stage
  readonly verdict: readonly string[]
  readonly evidence: ReadonlyMap<string, string>
  readonly figures: ReadonlyMap<string, string>
}

/** A claim on which two people write and do deeds, all of it recorded. */
class Recorded {
  readonly known = new Map<number, Known>()
  readonly writing: Writing
  readonly #people: readonly Context[]
  readonly #claimId: string
  #base: number
  #now: Known = { text: '', stage: 'open', verdict: ['No verdict'], evidence: new Map(), figures: new Map() }
  #verdictSeq = 0

  constructor(writing: Writing, people: readonly Context[], claimId: string, base: number) {
    this.writing = writing
    this.#people = people
    this.#claimId = claimId
    this.#base = base
  }

  async act(): Promise<void> {
    const ctx = this.#people[this.writing.random(2)]
    if (!ctx) return
    const before = this.writing.desk.history.length
    if (this.writing.random(3) > 0) this.writing.act()
    else this.#now = { ...this.#now, ...(await this.#deed(ctx)) }
    const edits = this.writing.desk.history.slice(before)
    for (const edit of edits) await this.#commit(ctx, edit)
    this.#now = { ...this.#now, text: this.writing.text }
    this.known.set(await headOf(ctx.db, ctx.actor.teamId), this.#now)
  }

  async #commit(ctx: Context, { actor, payload: update }: Desk['history'][number]): Promise<void> {
    const texts = { ...this.writing.desk.doc.committedTexts(), statement: 'Taxes rose.' }
    const { teamId } = ctx.actor
    const place = { claimId: this.#claimId, teamId, base: this.#base, erasedUpTo: 0 }
    const edit = { ...place, personId: actor, sessionId: 's', update, texts }
    this.#base = (await commitTexts(ctx, [edit])).entries[0]?.seq ?? 0
  }

  async #deed(ctx: Context): Promise<Partial<Known>> {
    const { random } = this.writing
    const { evidence, figures, stage } = this.#now
    const number = String(random(1_000))
    switch (random(6)) {
      case 0: {
        const rating = ratings[random(ratings.length)] ?? 'true'
        const given = { rating, reason: `Because of ${number}.`, seen: String(this.#verdictSeq) }
        this.#verdictSeq = (await setVerdict(ctx, this.#claimId, given)).seq
        return { verdict: [scale[rating].name, `Because of ${number}.`, ctx.actor.name] }
      }
      case 1: {
        const source = { url: `https://${number}.example/`, title: `Paper ${number}`, sourceKind: 'primary' }
        const quote = `They were ${number}.`
        const { id } = await attachEvidence(ctx, this.#claimId, { ...source, stance: 'supports', quote })
        return { evidence: new Map([...evidence, [id, quote]]) }
      }
      case 2: {
        const [[gone] = ['']] = evidence
        if (!gone) return {}
        await withdrawEvidence(ctx, this.#claimId, { evidenceId: gone, reason: 'Wrong.' })
        return { evidence: new Map([...evidence].filter(([id]) => id !== gone)) }
      }
      case 3: {
        await setFigure(ctx, this.#claimId, { bound: 'exactly', low: number, unit: 'people' })
        return { figures: new Map([...figures, [number, `exactly ${number} people`]]) }
      }
      case 4: {
        const to = stage === 'open' ? 'checking' : 'open'
        await changeStage(ctx, this.#claimId, { to })
        return { stage: to }
      }
      default:
        return {}
    }
  }
}

async function recorded(team: Newsroom, number: number): Promise<{ claimId: string; story: Recorded }> {
  const people = [team.mara, team.oleh]
  const { claimId } = await startClaim(team.mara)
  const base = await headOf(team.mara.db, team.mara.actor.teamId)
  const seats = people.map(async ({ db, actor: { personId } }): Promise<[string, number]> => [
    personId,
    await insertClient(db, { claimId, personId, sessionId: 's' }),
  ])
  return { claimId, story: new Recorded(new Writing(number, await Promise.all(seats)), people, claimId, base) }
}

/** What a moment says, as the generator would. */
function saidOf({ texts, stage, things }: Moment): Known {
  const fieldsOf = (what: string) => things.filter(({ thing }) => thing.split(' ')[0] === what)
  const [verdict] = fieldsOf('verdict')
  const one = (what: string, field: string) =>
    new Map(fieldsOf(what).map(({ thing, fields }) => [thing.split(' ')[1] ?? '', fields[field] ?? '']))
  expect(fieldsOf('stage')[0]?.fields['Stage']).toBe(stageNames[stage])
  return {
    text: texts.notes.map(({ text }) => text).join(''),
    stage,
    verdict: Object.values(verdict?.fields ?? {}).filter(Boolean),
    evidence: one('evidence', 'Quote'),
    figures: new Map([...one('figure', 'Figure').values()].map((words) => [words.split(' ')[1] ?? '', words])),
  }
}

it(`tells a recorded claim at every entry as it stood (PLUMBLINE_SEED=${seed})`, { timeout: 120_000 }, async () => {
  for (let number = seed; number < seed + recordedHistories; number += 1) {
    const team = await newsroom(own.server)
    const auditor = await team.join('Aya', 'auditor')
    const { claimId, story } = await recorded(team, number)
    const kept = new KeptPasts()
    for (let step = 0; step < 60; step += 1) {
      await story.act()
      if (step % 10 > 0) continue
      const { moment } = await replayOf(auditor, kept, claimId, { at: null, from: null })
      expect(saidOf(moment), `history ${number}, now, after ${step} steps`).toEqual([...story.known.values()].at(-1))
    }
    const all = [...story.known]
    for (const [index, [seq, known]] of all.entries()) {
      const where = `history ${number} at ${seq}`
      const [from, then] = all[story.writing.random(index + 1)] ?? [seq, known]
      const { moment, compared } = await replayOf(auditor, kept, claimId, { at: seq, from })
      expect(saidOf(moment), where).toEqual(known)
      const nameOf = new Map([team.mara, team.oleh].map(({ actor }) => [actor.name, actor.personId]))
      for (const { text, writerId, restored } of moment.texts.notes) {
        const restoredBy = restored && (nameOf.get(restored.by) ?? '')
        expect(story.writing.wrongIn({ text, writer: writerId, restoredBy }), where).toEqual([])
      }
      expect(
        compared?.texts.map(({ label }) => label),
        where,
      ).toEqual(then.text === known.text ? [] : ['Notes'])
      const differs = (what: string) => compared?.things.some(({ thing }) => thing === what)
      expect(differs('verdict'), where).toBe(String(then.verdict) !== String(known.verdict))
      expect(differs('stage'), where).toBe(then.stage !== known.stage)
    }
    story.writing.end()
  }
})
