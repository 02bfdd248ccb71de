import type { ClaimEvent } from '../claims/claim.ts'
import type { Mark, Refusal } from '../history/aggregate.ts'
import { hasReaders } from './readers.ts'

/** A numbered public form of a claim; what was published once is never changed. */
export interface Publication {
  readonly number: number
  readonly seq: number
  readonly reportId: string
  readonly slug: string
  readonly hash: string
  readonly form: string
  readonly by: string
  readonly at: string
  readonly visibleFrom: string
  readonly approvedBy: readonly string[]
  readonly unsaved: readonly string[]
  readonly note: string
}

/** What was wrong in a published claim, what it says now, why, and since when it had been wrong. */
export interface Correction {
  readonly id: string
  readonly seq: number
  readonly wrong: string
  readonly now: string
  readonly why: string
  readonly since: string
  readonly madeBy: string
  readonly madeAt: string
  readonly madeSeq: number
  readonly withdrawn: boolean
}

export const retractionKinds = ['retracted', 'unpublished'] as const
export type RetractionKind = (typeof retractionKinds)[number]

/** A published claim taken back: `number` is its newest publication then. */
export interface Retraction {
  readonly seq: number
  readonly number: number
  readonly how: RetractionKind
  readonly note: string
  readonly by: string
  readonly at: string
}

/** What became of a claim before readers. */
export interface Published {
  readonly publications: readonly Publication[]
  readonly corrections: readonly Correction[]
  readonly retractions: readonly Retraction[]
}

type PublishCommand = {
  kind: 'claim.publish'
  slug: string
  hash: string
  form: string
  /** ISO 8601 in UTC; empty for at once. */
  visibleFrom: string
  approvedBy: readonly string[]
  unsaved: readonly string[]
  note: string
}
export type PublishingCommand =
  | PublishCommand
  | { kind: 'claim.correct'; correction: Pick<Correction, 'id' | 'wrong' | 'now' | 'why' | 'since'> }
  | { kind: 'correction.withdraw'; correctionId: string }
  | { kind: 'claim.retract'; how: RetractionKind; note: string }

export const nothingPublished: Published = { publications: [], corrections: [], retractions: [] }

/** Why there is nothing of a claim that could be corrected, or taken back. */
export const neverPublished = 'Readers have nothing of this claim that could be corrected.'

export const nothingPublic = 'Readers have nothing of this claim.'

export const publishedAlready = 'Exactly this is published already.'

/** What was published and taken back of a claim or a report, by number. */
interface Numbers {
  readonly publications: readonly Pick<Publication, 'number'>[]
  readonly retractions: readonly Pick<Retraction, 'number'>[]
}

/** The same of a claim, without the forms themselves. */
interface Marks {
  readonly publications: readonly Pick<Publication, 'number' | 'seq' | 'hash'>[]
  readonly corrections: readonly Correction[]
  readonly retractions: readonly Pick<Retraction, 'number'>[]
}

/** Whether it stands before readers, now or from some time on. */
export function isPublic({ publications, retractions }: Numbers): boolean {
  const newest = publications.at(-1)?.number ?? 0
  return newest > 0 && retractions.every(({ number }) => number < newest)
}

/** Corrections that no publication has carried to readers yet. */
export function unpublishedCorrections({
  publications,
  corrections,
}: Pick<Marks, 'corrections'> & { readonly publications: readonly Pick<Publication, 'seq'>[] }): readonly Correction[] {
  const last = publications.at(-1)?.seq ?? 0
  return corrections.filter(({ madeSeq, withdrawn }) => !withdrawn && madeSeq > last)
}

/** Why a deed makes no sense as a claim stands before readers; null when it does. */
export function decidePublishing(published: Published, command: PublishingCommand): Refusal | null {
  switch (command.kind) {
    case 'claim.publish': {
      const refused = whyNotPublishForm(published, command.hash)
      return refused === null ? null : { refused, because: 'invalid' }
    }
    case 'claim.correct':
      return hasReaders(asIfSigned(published)) ? null : { refused: neverPublished, because: 'invalid' }
    case 'correction.withdraw':
      return unpublishedCorrections(published).some(({ id }) => id === command.correctionId)
        ? null
        : { refused: 'This correction is published or withdrawn already.', because: 'invalid' }
    case 'claim.retract':
      return isPublic(published) ? null : { refused: nothingPublic, because: 'invalid' }
  }
}

/** Entries say nothing of signatures: what was taken back unsigned may be corrected, and readers are told nothing of it. */
const asIfSigned = ({ publications, retractions }: Published) => ({
  publications: publications.map((each) => ({ ...each, signedAs: each.seq })),
  retractions,
})

/** Why the form of this content hash is not published beside what readers know of the claim; null when it may be. */
export function whyNotPublishForm(published: Marks, hash: string): string | null {
  const last = published.publications.at(-1)
  if (!last || !isPublic(published)) return null
  if (last.hash === hash) return publishedAlready
  return unpublishedCorrections(published).length > 0 ? null : correctFirst
}

const correctFirst =
  'Readers know another form of this claim. Take it up again and write a correction first: what was wrong, and why.'

/** What stands before readers after an event. */
export function evolvePublishing(
  { publications, corrections, retractions }: Published,
  event: ClaimEvent,
  { seq, at, actor, reportId }: Mark & { readonly reportId: string },
): Published {
  const published = { publications, corrections, retractions }
  switch (event.kind) {
    case 'claim.publish': {
      const { kind: _, visibleFrom, ...rest } = event
      const visible = visibleFrom > at ? visibleFrom : at
      const number = (publications.at(-1)?.number ?? 0) + 1
      const next = { ...rest, reportId, number, seq, by: actor, at, visibleFrom: visible }
      return { ...published, publications: [...publications, next] }
    }
    case 'claim.correct': {
      const made = { madeBy: actor, madeAt: at, madeSeq: seq, withdrawn: false }
      return { ...published, corrections: [...corrections, { ...event.correction, ...made, seq }] }
    }
    case 'correction.withdraw': {
      const next = corrections.map((each) =>
        each.id === event.correctionId ? { ...each, seq, withdrawn: true } : each,
      )
      return { ...published, corrections: next }
    }
    case 'claim.retract': {
      const { how, note } = event
      const number = publications.at(-1)?.number ?? 0
      return { ...published, retractions: [...retractions, { seq, number, how, note, by: actor, at }] }
    }
    default:
      return published
  }
}
