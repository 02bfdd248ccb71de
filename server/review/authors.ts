import type { ClaimEvent } from '../claims/claim.ts'

/** Whose content stands in a claim's parts, deed by deed: by the thing that they changed. */
type Hands = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Who brought in what stands now of a claim apart from its texts: its passages, verdict, evidence, figures, details, first
 * appearance and corrections; and who took away what others had brought in, after the entry `since`: what is left out
 * changes what a reader is told (docs/decisions/007).
 */
export function authorsOfParts(deeds: readonly Done[], since: number): string[] {
  let hands: Hands = new Map()
  const takers = new Set<string>()
  for (const { event, actor, seq } of deeds) {
    const next = after(hands, event, actor)
    if (seq > since && hasTaken(hands, next, actor)) takers.add(actor)
    hands = next
  }
  return [...new Set([...takers, ...[...hands.values()].flatMap((people) => [...people])])].toSorted()
}

interface Done {
  readonly event: ClaimEvent
  readonly actor: string
  readonly seq: number
}

/** Whether a deed took away what others had brought in. */
function hasTaken(before: Hands, now: Hands, actor: string): boolean {
  const gone = [...before].filter(([thing]) => !now.has(thing))
  return gone.some(([, people]) => [...people].some((person) => person !== actor))
}

function after(hands: Hands, event: ClaimEvent, actor: string): Hands {
  switch (event.kind) {
    case 'claim.make':
    case 'passage.add':
      return joined(hands, event.passage.id, actor)
    case 'passage.withdraw':
      return without(hands, [event.passageId])
    case 'claim.describe': {
      const { claimant, saidOn, place, language } = event
      return said(hands, 'details', actor, [claimant, saidOn, place, language])
    }
    case 'claim.appear':
      return said(hands, 'appearance', actor, [event.firstUrl, event.firstWhere, event.firstOn])
    case 'figure.set':
      return joined(hands, event.figure.id, actor)
    case 'evidence.attach':
      return joined(hands, event.evidence.id, actor)
    case 'evidence.edit':
      return joined(hands, event.evidenceId, actor)
    case 'claim.correct':
      return joined(hands, event.correction.id, actor)
    case 'figure.withdraw':
      return without(hands, [event.figureId])
    case 'evidence.withdraw':
      return without(hands, [event.evidenceId])
    case 'correction.withdraw':
      return without(hands, [event.correctionId])
    case 'claim.split':
      return without(hands, event.go)
    case 'claim.import':
      return event.deeds.reduce((now, deed) => after(now, deed, actor), hands)
    case 'claim.carve':
    case 'claim.absorb':
      return taken(hands, event, actor)
    default:
      return rated(hands, event, actor)
  }
}

const having = (hands: Hands, thing: string, people: readonly string[]): Hands =>
  new Map([...hands, [thing, new Set(people)]])

/** A verdict is that of whoever set it; two equal ratings are that of both, and others change nothing that stands. */
function rated(hands: Hands, event: ClaimEvent, actor: string): Hands {
  if (event.kind === 'verdict.set') return having(hands, 'verdict', [actor])
  if (event.kind !== 'rating.give' || event.opens?.rating !== event.rating) return hands
  return having(hands, 'verdict', [event.opens.by, actor])
}

/** Whoever changes a part shares it: what others wrote of it may stand on. */
const joined = (hands: Hands, thing: string, actor: string): Hands =>
  having(hands, thing, [...(hands.get(thing) ?? []), actor])

const without = (hands: Hands, things: readonly string[]): Hands =>
  new Map([...hands].filter(([thing]) => !things.includes(thing)))

/** The first entries said neither place nor language. */
const said = (hands: Hands, thing: string, actor: string, words: readonly (string | undefined)[]): Hands =>
  words.every((each) => !each) ? without(hands, [thing]) : joined(hands, thing, actor)

/** Parts of another claim: chosen by whoever split or merged it, and still evidence of whoever brought it. */
function taken(
  hands: Hands,
  { passages, figures, evidence }: Extract<ClaimEvent, { kind: 'claim.carve' | 'claim.absorb' }>,
  actor: string,
): Hands {
  const own = ['taken', ...[...passages, ...figures].map(({ id }) => id)].map(
    (thing) => [thing, new Set([actor])] as const,
  )
  const brought = evidence.map(({ id, addedBy }) => [id, new Set([actor, addedBy])] as const)
  return new Map([...hands, ...own, ...brought])
}
