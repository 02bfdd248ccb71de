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
  /** Whether it shaped the list, and maybe by moving a claim; approved one; or took one up that may leave the list by that. */
  readonly how: 'made' | 'moved' | 'approved' | 'took-up'
  /** How many lists had been published. */
  readonly after: number
}

/** A list as docs/decisions/010 says it is, told by what editors did to it and by what is in it. */
export class ModelList {
  readonly #open: ReportDesk
  readonly #editors: readonly Context[]
  readonly #done: Done[] = []
  readonly #unchecked: string[] = []
  readonly #checked: string[] = []
  /** Those that stand: how many were published by then, and how much was done. */
  #lists: readonly { readonly number: number; readonly ids: ReadonlySet<string>; readonly done: number }[] = []
  published = 0

  constructor(open: ReportDesk, editors: readonly Context[]) {
    this.#open = open
    this.#editors = editors
    // Both claims that a report begins with are approved.
    for (const id of [open.one, open.other]) this.#do(id, open.team.edith, 'approved')
  }

  async #ids(): Promise<ReadonlySet<string>> {
    return new Set((await this.#open.whole()).form.claims.map(({ id }) => id))
  }

  async #authors(): Promise<ReadonlySet<string>> {
    const [ids, last] = [await this.#ids(), this.#lists.at(-1)]
    const isSince = ({ after }: Done) => after >= (last?.number ?? 0)
    const fresh = [...ids].filter((id) => !last?.ids.has(id))
    const isPlacedBy = (index: number) => fresh.some((id) => index >= this.#unplacedSince(id))
    const counts = (done: Done, index: number): boolean => {
      const { how, claimId } = done
      if (how === 'approved') return false
      if (how === 'moved') return isSince(done) || fresh.includes(claimId) || isPlacedBy(index)
      if (how === 'made') return isSince(done) || fresh.includes(claimId)
      return isSince(done) && !ids.has(claimId) && (last?.ids.has(claimId) || this.#wasApproved(claimId, index))
    }
    return new Set(this.#done.filter(counts).map(({ by }) => by))
  }

  /** From when on nobody vouched for the place of a claim: since a list had it, or since it was made. */
  #unplacedSince(id: string): number {
    const list = this.#lists.findLast(({ ids }) => ids.has(id))
    // Those that the report begins with were made before all.
    return list?.done ?? this.#done.findIndex(({ how, claimId }) => how === 'made' && claimId === id)
  }

  #wasApproved(id: string, before: number): boolean {
    return this.#done.slice(0, before).some(({ how, claimId }) => how === 'approved' && claimId === id)
  }

  #do(claimId: string, { actor }: Context, how: Done['how']): void {
    this.#done.push({ claimId, by: actor.personId, how, after: this.published })
  }

  readonly deeds = {
    move: async (ctx: Context) => {
      const { one, other } = this.#open
      await moveClaim(ctx, other, { after: this.#done.length % 2 === 0 ? '' : one })
      this.#do(other, ctx, 'moved')
    },
    make: async (ctx: Context) => {
      const { id } = await makeClaim(ctx, this.#open.reportId, { edition: '1', start: '6', end: '10' })
      this.#unchecked.push(id)
      this.#do(id, ctx, 'made')
    },
    /** Gets everything into the list that may be in it. */
    settle: async () => {
      const { team, other } = this.#open
      for (const id of this.#unchecked) await checkAndSubmit(team, id, 'Both.')
      for (const id of [...this.#checked, other]) await answerOf(submitClaim(team.mara, id, {}))
      this.#checked.push(...this.#unchecked.splice(0))
      for (const id of [...this.#checked, other]) {
        for (const editor of this.#editors) {
          if ((await answerOf(approveNow(editor, id))) === '') this.#do(id, editor, 'approved')
        }
      }
    },
    takeUp: async (ctx: Context) => {
      const id = (this.#done.length % 2 === 0 ? this.#checked.at(-1) : null) ?? this.#open.other
      if ((await answerOf(reopenClaim(ctx, id, { reason: 'Once more.' }))) === '') this.#do(id, ctx, 'took-up')
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
      this.#lists = [...this.#lists, { number: this.published, ids, done: this.#done.length }]
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
      if (answer === '') this.#lists = []
    },
  }
}

/** Why something was refused; empty when it was done. */
const answerOf = (deed: Promise<unknown>): Promise<string> =>
  deed.then(
    () => '',
    (error: Error) => error.message,
  )
