import type { Names, Telling } from '../history/telling.ts'
import type { RateEvent } from './blind.ts'
import { stageNames } from './stage.ts'
import { scale } from './verdict.ts'

/** What a rating that is nobody's to see yet says: that there is one. */
export const sealedTelling: Telling = {
  thing: 'rating',
  sentence: 'gave a rating that only they may see until a second person has given theirs',
  fields: {},
}

/** What one of two people's ratings says that may be seen. */
export function tellRating({ rating, reason, opens, back }: RateEvent, names: Names): Telling {
  const { name } = scale[rating]
  const said = { Rating: name, 'Reason for the rating': reason }
  if (!opens) return { thing: 'rating', sentence: `gave the first rating: ${name}`, fields: {}, said }
  const first = names.personName(opens.by)
  if (opens.rating !== rating) {
    const sentence = `gave the second rating: ${name}, where ${first} had given ${scale[opens.rating].name}`
    const returned = { thing: 'stage', fields: { Stage: stageNames.checking } }
    return { thing: 'rating', sentence, fields: {}, said, also: back ? [returned] : [] }
  }
  return {
    thing: 'verdict',
    sentence: `gave the same rating as ${first}: the verdict is ${name}`,
    fields: { Verdict: name, Reason: opens.reason },
    said,
  }
}
