import { bearingFields } from '../evidence/telling.ts'
import type { Fields, Names } from '../history/telling.ts'
import type { ClaimState } from './claim.ts'
import { tellAllDetails } from './details-telling.ts'
import { figureFields } from './figure-telling.ts'
import { relationFields } from './relation-telling.ts'
import { stageNames } from './stage.ts'
import type { Standing } from './standing.ts'
import { scale } from './verdict.ts'

/** What stands of a claim besides its texts: one thing of it in words, which is called the same as long as it stands. */
export interface StandingThing {
  readonly thing: string
  readonly title: string
  readonly fields: Fields
}

const detailTitles: Readonly<Record<string, string>> = {
  details: 'Who said it',
  'first appearance': 'First appearance',
  classes: 'Kind and priority',
  'due date': 'Due date',
}

/**
 * A claim as it stands, in words, without what was withdrawn. Of ratings that two people give blindly nothing is said:
 * what came of them is the verdict.
 */
export function tellStanding(state: ClaimState, names: Names): StandingThing[] {
  const { claim } = state
  if (!claim) return []
  const live = <Part extends { readonly withdrawn: boolean }>(parts: readonly Part[]) =>
    parts.filter(({ withdrawn }) => !withdrawn)
  return [
    { thing: 'stage', title: 'Stage', fields: stageFields(claim, names) },
    { thing: 'verdict', title: 'Verdict', fields: verdictFields(claim, names) },
    ...live(state.evidence).map((each) => ({
      thing: `evidence ${each.id}`,
      title: `Evidence: ${names.sourceTitle(each.sourceId)}`,
      fields: { ...bearingFields(each), 'Attached by': names.personName(each.addedBy) },
    })),
    ...live(state.figures).map((each) => ({ thing: `figure ${each.id}`, title: 'Figure', fields: figureFields(each) })),
    ...live(state.relations).map((each) => ({
      thing: `relation ${each.id}`,
      title: 'Relation',
      fields: relationFields(each, names),
    })),
    ...live(state.passages).map(({ id, quote }) => ({
      thing: `passage ${id}`,
      title: 'Passage',
      fields: { Words: quote },
    })),
    ...live(state.assignments).map(({ personId }) => ({
      thing: `assignment ${personId}`,
      title: 'Assigned',
      fields: { To: names.personName(personId) },
    })),
    ...tellAllDetails(claim).map(({ thing, fields }) => ({
      thing,
      title: detailTitles[thing] ?? thing,
      fields: fields ?? {},
    })),
  ]
}

function stageFields(claim: Standing, names: Names): Fields {
  const { stage, returnNote, returnedBy, withdrawn, withdrawnReason, mergedInto } = claim
  const intoClaim = mergedInto && `Merged into claim ${names.claimNumber(mergedInto) ?? '?'}`
  return {
    Stage: stageNames[stage],
    'Sent back by': returnedBy === null ? '' : names.personName(returnedBy),
    'Sent back because': returnNote,
    Withdrawn: withdrawn ? withdrawnReason || intoClaim || 'Yes' : '',
  }
}

function verdictFields({ rating, verdictReason, verdictBy }: Standing, names: Names): Fields {
  return {
    Verdict: rating === null ? 'No verdict' : scale[rating].name,
    Reason: verdictReason,
    'Set by': verdictBy === null ? '' : names.personName(verdictBy),
  }
}
