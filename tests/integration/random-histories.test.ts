/*
 * Whatever people do to a claim in real rooms, its replay says of every moment what stood then and whose it was. What is
 * true is known to an onlooker who needs no rule for it.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changeStage } from '#server/claims/commands.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import type { Stage } from '#server/claims/stage.ts'
import { ratings, type Rating } from '#server/claims/verdict.ts'
import type { Context } from '#server/context.ts'
import { proposeErasure } from '#server/history/commands/erasure.ts'
import { textKind } from '#server/history/entry.ts'
import { block } from '#server/history/erasure.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { replayOf } from '#server/history/queries/replay.ts'
import { pastOf } from '#server/history/queries/text-past.ts'
import { entriesAfter } from '#server/history/store.ts'
import type { Run } from '#server/realtime/letters.ts'
import { closeCode, textNames, type TextName } from '#server/realtime/protocol.ts'
import { premises } from '#tests/support/desk.ts'
import { newsroom } from '#tests/support/newsroom.ts'
import { Onlooker, type KnownLetter, type KnownTexts } from '#tests/support/onlooker.ts'
import { openPage, startClaim, until, type Page } from '#tests/support/rooms.ts'
import { sealAll } from '#tests/support/sealed.ts'
import { confirmSeen } from '#tests/support/seen-erasure.ts'
import { textDeeds, Writer } from '#tests/support/writer.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const numRuns = Number(process.env['PLUMBLINE_RUNS'] ?? 4)
const people = 3

const own = premises()
/** How often somebody's words stood where another person had put them back. */
let restored = 0
let erased = 0
let sealed = 0

/** What stood after an entry. */
interface Known {
  readonly texts: KnownTexts
  readonly stage: Stage
  readonly rating: Rating | null
}

const deeds = ['verdict', 'stage'] as const
const upkeep = ['erase', 'seal'] as const

const someStep = fc.record({
  who: fc.nat(people - 1),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constant('type' as const) },
    { weight: 14, arbitrary: fc.constantFrom(...textDeeds) },
    { weight: 1, arbitrary: fc.constantFrom(...deeds) },
    { weight: 1, arbitrary: fc.constantFrom(...upkeep) },
  ),
  name: fc.oneof({ weight: 3, arbitrary: fc.constant('notes' as const) }, fc.constantFrom(...textNames)),
  /** Whether somebody else types in the same text at the same time, unheard. */
  isCrossed: fc.nat(4).map((drawn) => drawn === 0),
  numbers: fc.array(fc.nat(1_000_000), { minLength: 4, maxLength: 4 }),
})
type Step = typeof someStep extends fc.Arbitrary<infer Drawn> ? Drawn : never

/** With what every story ends, so that there is none in which nothing is erased or sealed. */
const ending: readonly Step[] = (['type', 'erase', 'seal'] as const).map((what) => {
  return { who: 0, what, name: 'notes', isCrossed: false, numbers: [0, 0, 7, 7] }
})

/** One claim on which three people write. */
class Story {
  readonly known = new Map<number, Known>()
  readonly onlooker = new Onlooker()
  /** Who proposes to erase words, and who confirms it. */
  readonly #two: readonly [Context, Context]
  readonly claimId: string
  writers: readonly Writer[]
  #erased = 0
  #now: Omit<Known, 'texts'> = { stage: 'open', rating: null }
  #seen = 0
  #verdictSeq = 0

  private constructor(claimId: string, writers: readonly Writer[], two: readonly [Context, Context]) {
    this.claimId = claimId
    this.#two = two
    this.writers = writers
  }

  static async begin(): Promise<Story> {
    const { mara, oleh, ada, join } = await newsroom(own.server)
    const mila = await join('Mila', 'editor')
    const members = [mara, oleh, mila]
    const { claimId } = await startClaim(mara)
    const seated = members.map(async (ctx) => new Writer(ctx, await openPage(own.server, ctx.actor, claimId)))
    const story = new Story(claimId, await Promise.all(seated), [ada, mila])
    await story.#settle()
    await story.#look(members.map(({ actor }) => actor.personId))
    return story
  }

  async do({ who, what, name, isCrossed, numbers }: Step): Promise<void> {
    const writer = this.writers[who]
    const other = this.writers[(who + 1) % people]
    if (!writer || !other) return
    const acting = isCrossed ? [writer, other] : [writer]
    if (what === 'erase') await this.#erase(name, drawnFrom(numbers))
    else if (what === 'seal') await this.#seal()
    else if (what === 'verdict' || what === 'stage') await this.#decide(writer.ctx, what, numbers[0] ?? 0)
    else {
      const [drawn, later] = [drawnFrom(numbers), drawnFrom(numbers.toReversed())]
      writer.act(what, name, drawn, () => this.onlooker.next(writer.ctx.actor.personId))
      if (isCrossed) other.act('type', name, later, () => this.onlooker.next(other.ctx.actor.personId))
    }
    await this.#settle()
    await this.#look(acting.map(({ ctx }) => ctx.actor.personId))
  }

  async #decide(ctx: Context, what: (typeof deeds)[number], number: number): Promise<void> {
    if (what === 'stage') {
      const to = this.#now.stage === 'open' ? 'checking' : 'open'
      await changeStage(ctx, this.claimId, { to })
      this.#now = { ...this.#now, stage: to }
      return
    }
    const rating = ratings[number % ratings.length] ?? 'true'
    const given = { rating, reason: 'So it is.', seen: String(this.#verdictSeq) }
    this.#verdictSeq = (await setVerdict(ctx, this.claimId, given)).seq
    this.#now = { ...this.#now, rating }
  }

  /** Has words erased that stand in a text; whoever has the claim open comes back with a new document. */
  async #erase(name: TextName, draw: (below: number) => number): Promise<void> {
    const characters = Array.from(this.writers[0]?.page.text(name) ?? '')
    const start = draw(characters.length || 1)
    const words = characters
      .slice(start, start + 3 + draw(6))
      .join('')
      .split(block)[0]
      ?.trim()
    // Words of the report may stand where they cannot be erased.
    if (words === undefined || Array.from(words).length < 3 || !/[^ -~]/u.test(words)) return
    const [proposer, confirmer] = this.#two
    await proposeErasure(proposer, { words, reason: 'A court ordered it.' })
    await confirmSeen(confirmer, (this.#erased += 1))
    this.onlooker.erase(words)
    const isTold = ({ page }: Writer) => page.closes.includes(closeCode.erased)
    await until(() => this.writers.every(isTold), 'everybody is told')
    const back = this.writers.map(async (writer) => {
      writer.end()
      return new Writer(writer.ctx, await openPage(own.server, writer.ctx.actor, this.claimId))
    })
    this.writers = await Promise.all(back)
    erased += 1
  }

  async #seal(): Promise<void> {
    const [{ ctx }] = this.writers as [Writer]
    await ctx.signHistory(ctx.actor.teamId)
    sealed += await sealAll(own.database)
  }

  /** Waits until everything is saved, and everybody has heard of it. */
  async #settle(): Promise<void> {
    const pages = this.writers.map(({ page }) => page)
    const read = (page: Page) => JSON.stringify(textNames.map((name) => page.text(name)))
    await until(() => pages.every(({ sent, acknowledged }) => sent === acknowledged), 'everything is saved')
    await until(() => new Set(pages.map(read)).size === 1, 'everybody reads the same')
  }

  /** Takes in what was recorded since; nobody else but these did it. */
  async #look(actors: readonly string[]): Promise<void> {
    const [{ ctx }] = this.writers as [Writer]
    const { db, actor } = ctx
    for (const { seq, kind, subject, actor: by, payload } of await entriesAfter(db, actor.teamId, this.#seen, 1_000)) {
      this.#seen = seq
      if (subject.id !== this.claimId) continue
      expect(actors).toContain(by)
      if (kind === textKind) this.onlooker.see(by, payload)
      this.known.set(seq, { texts: this.onlooker.texts, ...this.#now })
    }
    for (const name of textNames) {
      const text = this.writers[0]?.page.text(name) ?? ''
      expect(shownAs(this.onlooker, this.onlooker.texts[name], text.split(''))).toBe(text)
    }
  }

  end(): void {
    for (const writer of this.writers) writer.end()
    this.onlooker.end()
  }
}

function drawnFrom(numbers: readonly number[]): (below: number) => number {
  let drawn = 0
  return (below) => (numbers[drawn++ % numbers.length] ?? 0) % below
}

/** What is known of letters, as they are shown where that is right. */
const shownAs = (onlooker: Onlooker, known: readonly KnownLetter[], shown: readonly string[]): string =>
  known
    .map((each, index) => (onlooker.isShownAs(each, shown[index] ?? '') ? shown[index] : `<${each.letter}>`))
    .join('')

/** What must be shown, where these letters are: of a block that was put back, nobody knows whose it was. */
function due(onlooker: Onlooker, known: readonly KnownLetter[], shown: readonly KnownLetter[]): KnownLetter[] {
  return known.map((each, index) => {
    const found = shown[index]
    const letter = found && onlooker.isShownAs(each, found.letter) ? found.letter : each.letter
    return found && each.writer === '' ? { ...found, letter } : { ...each, letter }
  })
}

/** Letter by letter, as the onlooker knows them. */
const lettersOf = (runs: readonly Pick<Run, 'text' | 'writer' | 'restoredBy'>[]): KnownLetter[] =>
  runs.flatMap(({ text, writer, restoredBy }) => text.split('').map((letter) => ({ letter, writer, restoredBy })))

/** Looks at every entry, by a past that was kept while the claim was written and by one that is made now. */
async function expectTruth({ known, claimId, writers, onlooker }: Story, kept: KeptPasts): Promise<void> {
  const [{ ctx }] = writers as [Writer]
  const ids = new Map(writers.map(({ ctx: { actor } }) => [actor.name, actor.personId]))
  const anew = await pastOf(ctx, new KeptPasts(), claimId)
  for (const [seq, { texts, stage, rating }] of known) {
    const runs = anew.runsAt(seq)
    const { moment } = await replayOf(ctx, kept, claimId, { at: seq, from: null })
    expect([moment.seq, moment.stage, moment.rating]).toEqual([seq, stage, rating])
    for (const name of textNames) {
      const read = lettersOf(runs[name])
      expect(read, `the ${name} after entry ${seq}`).toEqual(due(onlooker, texts[name], read))
      const shown = moment.texts[name].map(({ text, writerId, restored: back }) => {
        return { text, writer: writerId, restoredBy: back && (ids.get(back.by) ?? '') }
      })
      const seen = lettersOf(shown)
      expect(seen, `the ${name} shown after entry ${seq}`).toEqual(due(onlooker, texts[name], seen))
      restored += runs[name].filter(({ restoredBy }) => restoredBy).length
    }
  }
}

it(
  `tells what stood and whose it was after every entry, whatever people did (PLUMBLINE_SEED=${seed})`,
  async () => {
    const run = async (steps: readonly Step[]) => {
      const story = await Story.begin()
      const kept = new KeptPasts()
      try {
        for (const [index, step] of [...steps, ...ending].entries()) {
          await story.do(step)
          if (index % 5 === 0) await pastOf(story.writers[0]?.ctx as never, kept, story.claimId)
        }
        await expectTruth(story, kept)
      } finally {
        story.end()
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(someStep, { minLength: 30, maxLength: 60, size: 'max' }), run), {
      seed,
      numRuns,
      interruptAfterTimeLimit: numRuns * 20_000,
      markInterruptAsFailure: true,
    })
    expect(restored).toBeGreaterThan(0)
    expect(erased).toBeGreaterThan(0)
    expect(sealed).toBeGreaterThan(0)
  },
  60_000 + numRuns * 20_000,
)
