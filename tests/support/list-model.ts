import { expect } from 'vitest'
import { makeClaim } from '#server/claims/commands.ts'
import { moveClaim } from '#server/claims/commands/order.ts'
import type { Context } from '#server/context.ts'
import { retractReport } from '#server/publication/commands.ts'
import { wholeRowsOf } from '#server/reports/store.ts'
import { reopenReport } from '#server/review/commands/report-review.ts'
import { reopenClaim, submitClaim } from '#server/review/commands/review.ts'
import { approveNow, checkAndSubmit } from './desk.ts'
import type { ReportDesk } from './whole-report.ts'

export const isAuthor = 'You are an author of this list'

interface Done {
  readonly claimId: string
  readonly by: string
  /** Whether it shaped the list, or took a claim up that may leave it by that. */
  readonly how: 'shaped' | 'took-up'
  /** How many lists had been published. */
  readonly after: number
}

/** A list as docs/decisions/010 says it is, told by what editors did to it and by what is in it. */
export class ModelList {
  readonly #open: ReportDesk
  readonly #editors: readonly Context[]
  readonly #done: Done[] = []
  readonly #unchecked: string[] = []
  /** The last one that stands. */
  #last: { readonly number: number; readonly ids: ReadonlySet<string> } | null = null
  published = 0

  constructor(open: ReportDesk, editors: readonly Context[]) {
    this.#open = open
    this.#editors = editors
  }

  async #ids(): Promise<ReadonlySet<string>> {
    return new Set((await this.#open.whole()).form.claims.map(({ id }) => id))
  }

  async #authors(): Promise<ReadonlySet<string>> {
    const [ids, last] = [await this.#ids(), this.#last]
    const counts = ({ claimId, how, after }: Done): boolean => {
      const isSince = after >= (last?.number ?? 0)
      const wasIn = last?.ids.has(claimId) ?? false
      if (how === 'took-up') return isSince && wasIn && !ids.has(claimId)
      return isSince || (ids.has(claimId) && !wasIn)
    }
    return new Set(this.#done.filter(counts).map(({ by }) => by))
  }

  #do(claimId: string, { actor }: Context, how: Done['how']): void {
    this.#done.push({ claimId, by: actor.personId, how, after: this.published })
  }

  readonly deeds = {
    move: async (ctx: Context) => {
      const { one, other } = this.#open
      await moveClaim(ctx, other, { after: this.#done.length % 2 === 0 ? '' : one })
      this.#do(other, ctx, 'shaped')
    },
    make: async (ctx: Context) => {
      const { id } = await makeClaim(ctx, this.#open.reportId, { edition: '1', start: '6', end: '10' })
      this.#unchecked.push(id)
      this.#do(id, ctx, 'shaped')
    },
    /** Gets everything into the list that may be in it. */
    settle: async () => {
      const { team, other } = this.#open
      for (const id of this.#unchecked) await checkAndSubmit(team, id, 'Both.')
      await answerOf(submitClaim(team.mara, other, {}))
      for (const id of [...this.#unchecked.splice(0), other]) {
        for (const editor of this.#editors) await answerOf(approveNow(editor, id))
      }
    },
    takeUp: async (ctx: Context) => {
      const { other } = this.#open
      if ((await answerOf(reopenClaim(ctx, other, { reason: 'Once more.' }))) === '') this.#do(other, ctx, 'took-up')
    },
    submit: async () => {
      await answerOf(reopenReport(this.#open.team.mara, this.#open.reportId, { reason: 'Once more.' }))
      await this.#open.submit()
    },
    approve: async (ctx: Context) => {
      const authors = await this.#authors()
      const refused = await answerOf(this.#open.approve(ctx))
      if (authors.has(ctx.actor.personId)) expect(refused).toMatch(/You are an author|A report that is/u)
      else expect(refused).not.toMatch(isAuthor)
    },
    publish: async (ctx: Context) => {
      const [authors, ids] = [await this.#authors(), await this.#ids()]
      if ((await answerOf(this.#open.publish(ctx))) !== '') return
      const { publications } = await wholeRowsOf(ctx.db, this.#open.reportId)
      expect(publications.at(-1)?.approvedBy.filter((each) => authors.has(each))).toEqual([])
      this.published += 1
      this.#last = { number: this.published, ids }
    },
    bringOut: async (ctx: Context) => {
      for (const deed of ['submit', 'approve', 'publish'] as const) await this.deeds[deed](ctx)
    },
    /** Makes a claim that is in no list until others have published one without it. */
    makeLate: async (ctx: Context) => {
      await this.deeds.make(ctx)
      for (const editor of this.#editors) if (editor !== ctx) await this.deeds.bringOut(editor)
      await this.deeds.settle()
    },
    retract: async (ctx: Context) => {
      const answer = await answerOf(retractReport(ctx, this.#open.reportId, { note: 'Forged.' }))
      // All earlier lists are taken back with the newest.
      if (answer === '') this.#last = null
    },
  }
}

/** Why something was refused; empty when it was done. */
const answerOf = (deed: Promise<unknown>): Promise<string> =>
  deed.then(
    () => '',
    (error: Error) => error.message,
  )
