import { changeStage } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { correctClaim, retractClaim, withdrawCorrection } from '#server/publication/commands.ts'
import { publishClaim } from '#server/publication/commands/publish.ts'
import { approveClaim, reopenClaim, returnClaim, submitClaim } from '#server/review/commands/review.ts'
import {
  decides,
  isBroken,
  joined,
  judgedBy,
  pick,
  rowOf,
  seqOf,
  writes,
  type Deed,
  type Try,
} from './approval-attempts.ts'
import { sha256, type Judged, type ModelClaim } from './approval-model.ts'

/** Mostly the hash of what stands; else one from before, of the other claim, or of nothing. */
function someHash({ world, claim, n }: Try): string {
  const other = world.claims.find((each) => each !== claim)
  if (n % 10 === 1) return pick(claim.hashes, n >> 3) ?? ''
  if (n % 10 === 2) return other?.hash() ?? ''
  return n % 10 === 3 ? sha256(String(n)) : claim.hash()
}

/** A move of the claim that leads from some stages to another. */
const move =
  (
    from: readonly string[],
    to: string,
    mayDo: (given: Try) => boolean,
    act: (ctx: Context, id: string) => Promise<unknown>,
  ): Deed =>
  (given) => ({
    lawful: mayDo(given) && from.includes(given.claim.stage),
    act: (ctx) => act(ctx, given.claim.id),
    done(result) {
      given.claim.stage = to
      if (to === 'in-review') given.claim.submittedSeq = seqOf(result)
    },
  })

const submitted = ['in-review', 'approved']

/** Whether an editor approved what stands, and says nothing new by it. */
function isAgain(claim: ModelClaim, { quorum, editors }: Judged, by: string): boolean {
  const counting = claim.counting(editors).map((each) => each.by)
  return counting.includes(by) && !(claim.stage === 'in-review' && counting.length >= quorum)
}

/** What leads from stage to stage, and to readers. */
export const decisions = {
  start: move(['open'], 'checking', writes, (ctx, id) => changeStage(ctx, id, { to: 'checking' })),
  putOff: move(['checking'], 'open', writes, (ctx, id) => changeStage(ctx, id, { to: 'open' })),
  submit: move(['checking'], 'in-review', writes, (ctx, id) => submitClaim(ctx, id, {})),
  sendBack: move(submitted, 'checking', decides, (ctx, id) => returnClaim(ctx, id, { comment: 'Ask again.' })),
  reopen: move([...submitted, 'published'], 'checking', writes, (ctx, id) => reopenClaim(ctx, id, { reason: 'New.' })),
  approve(given) {
    const { world, claim, who, n } = given
    const { personId: by, roles } = who
    const hash = someHash(given)
    const override = n % 4 === 0 ? 'It is rounded.' : ''
    const { surely, perhaps } = claim.authors()
    const mayApprove =
      decides(given) &&
      submitted.includes(claim.stage) &&
      hash === claim.hash() &&
      !surely.has(by) &&
      !isAgain(claim, judgedBy(world), by) &&
      !claim.misses(world.rules, isBroken(world, claim), override)
    return {
      lawful: mayApprove && perhaps.has(by) ? null : mayApprove,
      act: (ctx) => approveClaim(ctx, claim.id, { hash, override }),
      done: (result) => claim.approve({ seq: seqOf(result), by, roles, override }, judgedBy(world)),
    }
  },
  publish(given) {
    const { world, claim, n } = given
    const hash = someHash(given)
    const { perhaps } = claim.authors()
    const counting = claim.counting(judgedBy(world).editors)
    const override = counting.find((each) => each.override !== '')?.override ?? ''
    const [unsaved, note] = [n % 11 < 3 ? [{ personId: 'somebody', name: 'Somebody' }] : [], n % 11 < 2 ? 'Late.' : '']
    const isNews = hash !== claim.publications.at(-1)?.hash && claim.unpublished().length > 0
    const isLater = n % 5 === 0
    const isPlain = counting.every((each) => !perhaps.has(each.by))
    const lawful =
      decides(given) &&
      claim.stage === 'approved' &&
      hash === claim.hash() &&
      counting.length >= world.rules.quorum &&
      !claim.misses(world.rules, isBroken(world, claim), override) &&
      (unsaved.length === 0 || note !== '') &&
      (!claim.isPublic() || isNews)
    return {
      lawful: lawful && !isPlain ? null : lawful,
      act(ctx) {
        const visibleFrom = isLater ? '2099-01-01T00:00:00Z' : ''
        return publishClaim(ctx, claim.id, { hash, visibleFrom, note }, async () =>
          unsaved.map((each) => ({ claimId: claim.id, ...each })),
        )
      },
      done: (result) => claim.publish(seqOf(result), judgedBy(world), isLater),
    }
  },
  correct(given) {
    const { claim, n } = given
    const wrong = `Mistake ${n % 7}.`
    return {
      lawful: writes(given) && ['checking', 'published'].includes(claim.stage) && claim.hasReaders(),
      act: (ctx) => correctClaim(ctx, claim.id, { wrong, now: 'Less.', why: 'A slip.', since: '2025-05-24' }),
      async done(result) {
        const { id } = await rowOf(given, 'correction')
        claim.corrections = [...claim.corrections, { id, wrong, seq: seqOf(result), hands: joined([], given) }]
        claim.stage = 'checking'
      },
    }
  },
  withdrawCorrection(given) {
    const { claim, n } = given
    const old = pick(claim.corrections, n)
    return old
      ? {
          lawful: writes(given) && claim.unpublished().includes(old),
          act: (ctx) => withdrawCorrection(ctx, claim.id, { correctionId: old.id }),
          done() {
            claim.takeAway(old.hands, given.who.personId)
            claim.corrections = claim.corrections.filter((each) => each !== old)
          },
        }
      : null
  },
  retract(given) {
    const { claim, n } = given
    const how = n % 2 === 0 ? 'retracted' : 'unpublished'
    return {
      lawful: decides(given) && claim.stage !== 'open' && claim.isPublic(),
      act: (ctx) => retractClaim(ctx, claim.id, { how, note: 'It was forged.' }),
      done() {
        claim.retracted = claim.publications.length
        claim.stage = 'checking'
      },
    }
  },
} satisfies Record<string, Deed>
