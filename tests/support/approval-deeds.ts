import type { Text } from 'yjs'
import {
  addRelation,
  describeClaim,
  setAppearance,
  setFigure,
  withdrawFigure,
  withdrawRelation,
} from '#server/claims/commands.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import type { Context } from '#server/context.ts'
import { attachEvidence, editEvidence, withdrawEvidence } from '#server/evidence/commands.ts'
import type { Role } from '#server/policy/roles.ts'
import { setTeamRules } from '#server/review/commands/rules.ts'
import { resolveThread, startThread } from '#server/review/commands/threads.ts'
import {
  administers,
  idOf,
  joined,
  pick,
  rowOf,
  seqOf,
  typing,
  writes,
  type Attempt,
  type Deed,
  type Try,
} from './approval-attempts.ts'
import { sourceOf, type Letter, type ModelRules, type ModelText } from './approval-model.ts'
import { giveRolesTo } from './members.ts'

const wordsOf = (n: number) => `Words ${n % 7}.`

const textIn = (n: number): ModelText => (n % 3 === 0 ? 'analysis' : 'statement')

function inserting(given: Try, letters: readonly Letter[]): Attempt {
  const { claim, n } = given
  const name = textIn(n)
  const at = n % (claim.texts[name].length + 1)
  const words = letters.map(({ sign }) => sign).join('')
  const insert = (text: Text) => text.insert(at, words)
  return typing(given, name, insert, () => claim.insert(name, at, letters))
}

/** What changes a claim's content. */
export const contentDeeds = {
  write(given) {
    const letter = (): Letter => {
      given.world.signs += 1
      return { sign: String.fromCodePoint(0x4e00 + given.world.signs), by: given.who.personId, earlier: [] }
    }
    return inserting(given, Array.from({ length: 1 + (given.n % 4) }, letter))
  },
  strike(given) {
    const { claim, who, n } = given
    const name = textIn(n)
    const at = n % Math.max(1, claim.texts[name].length)
    const length = Math.min(1 + (n % 3), claim.texts[name].length - at)
    const remove = (text: Text) => text.delete(at, length)
    return length < 1 ? null : typing(given, name, remove, () => claim.remove(name, at, length, who.personId))
  },
  putBack(given) {
    const { claim, who } = given
    const letters = claim.cut.map(({ sign, by, earlier }) => ({
      sign,
      by: who.personId,
      earlier: [...new Set([...earlier, by])],
    }))
    return letters.length === 0 ? null : inserting(given, letters)
  },
  rate(given) {
    const { claim, who, n } = given
    const [rating, reason] = [pick(['true', 'false', 'unproven'], n) ?? 'true', wordsOf(n)]
    return {
      lawful: writes(given),
      act: (ctx) => setVerdict(ctx, claim.id, { rating, reason, seen: String(claim.verdict?.seq ?? 0) }),
      done: (result) => (claim.verdict = { rating, reason, by: who.personId, seq: seqOf(result) }),
    }
  },
  attach(given) {
    const { claim, n } = given
    const slug = pick(['ministry', 'agency', 'embassy'], n) ?? ''
    const [stance, quote] = [pick(['supports', 'refutes', 'context'] as const, n >> 2) ?? 'context', wordsOf(n)]
    const evidence = { ...sourceOf(slug), sourceKind: 'primary', stance, quote, locator: 'p. 1' }
    return {
      lawful: writes(given),
      act: (ctx) => attachEvidence(ctx, claim.id, evidence),
      done(result) {
        claim.evidence = [...claim.evidence, { id: idOf(result), slug, stance, quote, hands: joined([], given) }]
      },
    }
  },
  editEvidence(given) {
    const { claim, n } = given
    const old = pick(claim.evidence, n)
    if (!old) return null
    // Every other time only the note, which no reader sees.
    const quote = n % 2 === 0 ? old.quote : wordsOf(n)
    return {
      lawful: writes(given),
      async act(ctx) {
        const { seq: seen } = await rowOf(given, 'evidence', old.id)
        const bearing = { stance: old.stance, quote, locator: 'p. 1', note: wordsOf(n) }
        return editEvidence(ctx, claim.id, { evidenceId: old.id, ...bearing, seen })
      },
      done() {
        const rest = claim.evidence.filter((each) => each !== old)
        claim.evidence = [...rest, { ...old, quote, hands: joined(old.hands, given) }]
      },
    }
  },
  withdrawEvidence(given) {
    const { claim, n } = given
    const old = pick(claim.evidence, n)
    return old
      ? {
          lawful: writes(given),
          act: (ctx) => withdrawEvidence(ctx, claim.id, { evidenceId: old.id, reason: '' }),
          done() {
            claim.takeAway(old.hands, given.who.personId)
            claim.evidence = claim.evidence.filter((each) => each !== old)
          },
        }
      : null
  },
  setFigure(given) {
    const { claim, n } = given
    const old = n % 2 === 0 ? pick(claim.figures, n) : undefined
    const low = String(1 + (n % 2) * (n % 3))
    return {
      lawful: writes(given),
      async act(ctx) {
        const seen = old ? (await rowOf(given, 'figure', old.id)).seq : '0'
        return setFigure(ctx, claim.id, { figureId: old?.id ?? '', seen, bound: 'exactly', low, unit: 'people' })
      },
      async done() {
        const { id } = old ?? (await rowOf(given, 'figure'))
        const next = { id, low, hands: joined(old?.hands ?? [], given) }
        claim.figures = old ? claim.figures.map((each) => (each === old ? next : each)) : [...claim.figures, next]
      },
    }
  },
  withdrawFigure(given) {
    const { claim, n } = given
    const old = pick(claim.figures, n)
    return old
      ? {
          lawful: writes(given),
          act: (ctx) => withdrawFigure(ctx, claim.id, { figureId: old.id }),
          done() {
            claim.takeAway(old.hands, given.who.personId)
            claim.figures = claim.figures.filter((each) => each !== old)
          },
        }
      : null
  },
  describe(given) {
    const { claim, n } = given
    const { hands, seq } = claim.details
    const claimant = n % 3 === 0 ? '' : wordsOf(n)
    return {
      lawful: writes(given),
      act: (ctx) => describeClaim(ctx, claim.id, { claimant, seen: String(seq) }),
      done(result) {
        if (!claimant) claim.takeAway(hands, given.who.personId)
        claim.details = { claimant, hands: claimant ? joined(hands, given) : [], seq: seqOf(result) }
      },
    }
  },
  appear(given) {
    const { claim, n } = given
    const { hands, seq } = claim.appearance
    const firstWhere = n % 3 === 0 ? '' : wordsOf(n)
    return {
      lawful: writes(given),
      act: (ctx) => setAppearance(ctx, claim.id, { firstWhere, seen: String(seq) }),
      done(result) {
        if (!firstWhere) claim.takeAway(hands, given.who.personId)
        claim.appearance = { firstWhere, hands: firstWhere ? joined(hands, given) : [], seq: seqOf(result) }
      },
    }
  },
} satisfies Record<string, Deed>

/** What the rules of a team look at besides the content, and the rules and roles themselves. */
export const teamDeeds = {
  startThread(given) {
    const { claim } = given
    return {
      lawful: writes(given),
      act: (ctx) => startThread(ctx, claim.id, { on: 'claim', words: 'Really?' }),
      done: (result) => (claim.openThreads = [...claim.openThreads, idOf(result)]),
    }
  },
  resolveThread(given) {
    const { claim, n } = given
    const thread = pick(claim.openThreads, n)
    return thread === undefined
      ? null
      : {
          lawful: writes(given),
          act: (ctx) => resolveThread(ctx, thread, {}),
          done: () => (claim.openThreads = claim.openThreads.filter((each) => each !== thread)),
        }
  },
  relate(given) {
    const { world, claim } = given
    const other = world.claims.find((each) => each !== claim)
    const ends = [claim, other].flatMap((each) => (each ? [{ claim: each, figureId: each.figures[0]?.id ?? '' }] : []))
    return {
      // One that says what another says is refused.
      lawful: writes(given) && world.relations.length > 0 ? null : writes(given),
      act: (ctx) => addRelation(ctx, claim.id, { kind: 'same-as', parts: [other?.id ?? ''] }),
      done: async () => (world.relations = [...world.relations, { ...(await rowOf(given, 'relation')), claim, ends }]),
    }
  },
  unrelate(given) {
    const { world, n } = given
    const relation = pick(world.relations, n)
    return relation
      ? {
          lawful: writes(given),
          act: (ctx) => withdrawRelation(ctx, relation.claim.id, { relationId: relation.id }),
          done: () => (world.relations = world.relations.filter((each) => each !== relation)),
        }
      : null
  },
  demand(given) {
    const { world, n } = given
    const rules: ModelRules = {
      sources: n % 3 > 0,
      threads: n % 5 > 1,
      relations: n % 7 > 2,
      quorum: 1 + ((n >> 3) % 2),
    }
    return {
      lawful: administers(given),
      act: (ctx) => setRules(ctx, rules, world.rulesSeq),
      done(result) {
        world.rules = rules
        world.rulesSeq = seqOf(result)
      },
    }
  },
  giveRoles(given) {
    const { world, n } = given
    const member = pick(
      world.people.filter(({ mayChange }) => mayChange),
      n,
    )
    const roles = pick<readonly Role[]>(sets, n >> 2)
    return member && roles
      ? {
          lawful: administers(given),
          act: (ctx) => giveRolesTo(ctx, member.personId, roles),
          done: () => (member.roles = roles),
        }
      : null
  },
} satisfies Record<string, Deed>

const sets: readonly (readonly Role[])[] = [['checker'], ['editor'], ['checker', 'editor'], ['auditor'], ['admin']]

/** Sets the team's rules to these; the ones not named stay as they are at first. */
export async function setRules(ctx: Context, { quorum, ...rest }: ModelRules, seen: number): Promise<{ seq: number }> {
  const on = (name: keyof typeof rest) => (rest[name] ? 'on' : '')
  const demanded = { reason: 'on', sources: on('sources'), threads: on('threads'), relations: on('relations') }
  const minima = { 'sources.minimum': '2', 'quorum.minimum': String(quorum) }
  return setTeamRules(ctx, { ...demanded, ...minima, analysis: '', primary: '', seen: String(seen) })
}
