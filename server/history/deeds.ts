import { sealedFrom, type RateEvent } from '../claims/blind.ts'
import type { ClaimEvent } from '../claims/claim.ts'
import { sealedTelling } from '../claims/rating-telling.ts'
import { claimKindNames, tellClaim } from '../claims/telling.ts'
import { stageNames } from '../claims/stage.ts'
import type { SourceEvent } from '../evidence/source.ts'
import { evidenceKindNames, tellSource } from '../evidence/telling.ts'
import type { TeamEvent } from '../identity/team.ts'
import { teamKindNames, tellTeam } from '../identity/telling.ts'
import type { ReportEvent } from '../reports/report.ts'
import type { ImportedReviewEvent } from '../reports/imported-review.ts'
import { reportKindNames, tellImportedReview, tellReport } from '../reports/telling.ts'
import { changeKindNames, tellChange } from '../review/change-telling.ts'
import { changeStateNames, type RequestedChangeEvent } from '../review/requested-change.ts'
import type { ThreadEvent } from '../review/thread.ts'
import { tellThread, threadKindNames } from '../review/thread-telling.ts'
import type { Event } from './aggregate.ts'
import type { Entry } from './entry.ts'
import { eventOf } from './fold.ts'
import type { Fields, KindNames, Names, Telling } from './telling.ts'
import { wordsBetween, type TimelineItem, type TimelinePart } from './timeline.ts'

/** What the filter by kind calls each kind. */
export const kindNames: KindNames = {
  ...reportKindNames,
  ...claimKindNames,
  ...evidenceKindNames,
  ...changeKindNames,
  ...teamKindNames,
  ...threadKindNames,
  'history.take': 'Took out the history',
}

/** What is withdrawn with these still says what it said. */
const stays: ReadonlySet<string> = new Set(['claim.withdraw', 'change.withdraw'])

/**
 * What each deed of one subject did, in words, with every field before and after; by seq. What is sealed is told to nobody
 * but to whoever did it.
 */
export function deedWords(
  deeds: readonly Entry[],
  names: Names,
  viewerId: string,
): ReadonlyMap<number, Pick<TimelineItem, 'sentence' | 'parts'>> {
  const things = new Map<string, Fields>([
    ['stage', { Stage: stageNames.open }],
    ['state', { State: changeStateNames.requested }],
  ])
  const told = new Map<number, Pick<TimelineItem, 'sentence' | 'parts'>>()
  const sealed = sealedIn(deeds, viewerId)
  for (const deed of deeds) {
    const telling = sealed.has(deed.seq) ? sealedTelling : tell(deed, names)
    const { thing, sentence, fields, said = {}, about = '', also = [] } = telling
    const before = things.get(thing) ?? {}
    const isLeaving = deed.kind.endsWith('.withdraw') && !stays.has(deed.kind)
    things.set(thing, isLeaving ? {} : fields)
    const others = also.map((other) => {
      const known = things.get(other.thing) ?? {}
      const after = other.fields ? { ...known, ...other.fields } : {}
      things.set(other.thing, after)
      return [known, after] as const
    })
    const standing = things.get(about) ?? {}
    told.set(deed.seq, {
      sentence,
      // Only when it is asked for: what differs in long words takes a while to find.
      get parts() {
        const differing = [[before, fields] as const, ...others].flatMap(([old, now]) => partsBetween(old, now))
        return [...partsOf(standing), ...differing, ...partsOf(said)]
      },
    })
  }
  return told
}

function sealedIn(deeds: readonly Entry[], viewerId: string): ReadonlySet<number> {
  const ratings = deeds.filter(({ kind }) => kind === 'rating.give')
  return sealedFrom(
    viewerId,
    ratings.map((deed) => ({ seq: deed.seq, actor: deed.actor, opens: eventOf<RateEvent & Event>(deed).opens })),
  )
}

const partsOf = (fields: Fields): TimelinePart[] =>
  Object.entries(fields)
    .filter(([, text]) => text !== '')
    .map(([label, text]) => ({ label, words: wordsBetween(text, text) }))

/** Every field that differs, with its words before and after. */
export function partsBetween(before: Fields, after: Fields): TimelinePart[] {
  const labels = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return labels
    .filter((label) => (before[label] ?? '') !== (after[label] ?? ''))
    .map((label) => ({ label, words: wordsBetween(before[label] ?? '', after[label] ?? '') }))
}

function tell(deed: Entry, names: Names): Telling {
  switch (deed.subject.type) {
    case 'report':
      return tellReport(eventOf<ReportEvent>(deed), names)
    case 'source':
      return tellSource(eventOf<SourceEvent>(deed))
    case 'claim':
      return tellClaim(eventOf<ClaimEvent>(deed), names)
    case 'requested-change':
      return tellChange(eventOf<RequestedChangeEvent>(deed))
    case 'imported-review':
      return tellImportedReview(eventOf<ImportedReviewEvent>(deed))
    case 'thread':
      return tellThread(eventOf<ThreadEvent>(deed))
    case 'team':
      return tellTeam(eventOf<TeamEvent>(deed), names)
  }
}
