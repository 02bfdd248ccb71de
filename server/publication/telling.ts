import type { ClaimEvent } from '../claims/claim.ts'
import { stageNames, type Stage } from '../claims/stage.ts'
import type { Fields, KindNames, Names, Telling } from '../history/telling.ts'

export const publishingKindNames: KindNames = {
  'claim.submit': 'Submitted for review',
  'claim.return': 'Returned from review',
  'claim.reopen': 'Reopened a claim',
  'claim.approve': 'Approved',
  'claim.publish': 'Published',
  'claim.correct': 'Wrote a correction',
  'correction.withdraw': 'Withdrew a correction',
  'claim.retract': 'Took back a published claim',
}

const kinds = [
  'claim.submit',
  'claim.return',
  'claim.reopen',
  'claim.approve',
  'claim.publish',
  'claim.correct',
  'correction.withdraw',
  'claim.retract',
] as const
export type PublishingEvent = Extract<ClaimEvent, { kind: (typeof kinds)[number] }>

/** Whether an event is one of review and publication. */
export function isOfPublishing(event: ClaimEvent): event is PublishingEvent {
  const all: readonly string[] = kinds
  return all.includes(event.kind)
}

/** What a deed of review or publication says. */
export function tellPublishing(event: PublishingEvent, names: Names): Telling {
  switch (event.kind) {
    case 'claim.submit':
      return moved('in-review', 'submitted the claim for review')
    case 'claim.return':
      return moved('checking', 'returned the claim', { Comment: event.comment })
    case 'claim.reopen':
      return moved('checking', 'reopened the claim', { Reason: event.reason })
    case 'claim.approve': {
      const sentence = event.complete ? 'approved the claim' : 'approved the claim; another approval is needed'
      const fields = { Content: shortHash(event.hash), 'Relations overridden because': event.override }
      return moved(event.complete ? 'approved' : 'in-review', sentence, fields)
    }
    case 'claim.publish':
      return moved('published', 'published the claim', {
        Content: shortHash(event.hash),
        'Readers see it from': event.visibleFrom,
        'Approved by': event.approvedBy.map((id) => names.personName(id)).join(', '),
        'Unsaved words of': event.unsaved.map((id) => names.personName(id)).join(', '),
        Note: event.note,
      })
    case 'claim.correct': {
      const { id, wrong, now, why, since } = event.correction
      const fields = { 'What was wrong': wrong, 'What it says now': now, Why: why, 'Wrong since': since }
      return { thing: `correction ${id}`, sentence: 'wrote a correction', fields, also: [toChecking] }
    }
    case 'correction.withdraw':
      return { thing: `correction ${event.correctionId}`, sentence: 'withdrew a correction', fields: {} }
    case 'claim.retract': {
      const sentence = event.how === 'retracted' ? 'retracted the published claim' : 'unpublished the claim'
      return moved('checking', sentence, { Note: event.note })
    }
  }
}

const toChecking = { thing: 'stage', fields: { Stage: stageNames.checking } }

/** A deed that brings something to another stage. */
export const moved = (to: Stage, sentence: string, said: Fields = {}): Telling => ({
  thing: 'stage',
  sentence,
  fields: { Stage: stageNames[to] },
  said,
})

/** A content hash as people compare it. */
export const shortHash = (hash: string): string => hash.slice(0, 12)
