import type { ReactNode } from 'react'
import { Alert, NativeSelect, TextInput } from '@mantine/core'
import { stageMoves, whyNotFrom } from '#server/claims/stage.ts'
import { neverPublished, nothingPublic, retractionKinds } from '#server/publication/publication.ts'
import { reviewDeeds, type ReviewDeed, type ReviewedClaim } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import {
  AskedDeeds,
  hasReaders,
  Long,
  NoteToReaders,
  PublishingFields,
  type Asked,
  type AskedFields,
} from './asked-deed.tsx'
import { deedWords, reviewMessages as words } from './review-messages.ts'

interface Props {
  readonly claim: ReviewedClaim
  /** The content hash of what the page displays. */
  readonly hash: string
  /** Something else stands than the page displays: nothing is decided before it is looked at. */
  readonly isFrozen: boolean
}

/** What can be done with the claim now, each with the reason where its person cannot. */
export function ReviewDeeds({ claim, hash, isFrozen }: Props) {
  const isAsked = (deed: ReviewDeed) =>
    whyNotFrom(stageMoves, claim.stage, deed) === null ? !hidden.includes(claim.whyNot[deed]) : isNext(claim, deed)
  const asked = reviewDeeds.filter(isAsked).map((deed) => askedOf(deed, { claim, hash, isFrozen }))
  return <AskedDeeds label={words.decisions} deeds={asked} />
}

/** What can never be done before a claim is published is not offered. */
const hidden: readonly (string | null)[] = [neverPublished, nothingPublic]

/** Whoever approves wants to know what publishing waits for. */
const isNext = ({ stage }: ReviewedClaim, deed: ReviewDeed) => deed === 'claim.publish' && stage === 'in-review'

const actionOf = (id: string, deed: ReviewDeed) =>
  deed === 'claim.publish' || deed === 'claim.correct' || deed === 'claim.retract'
    ? paths.claimPublication(id)
    : paths.claimReview(id)

/** These name what they decide on. */
const bound: readonly ReviewDeed[] = ['claim.approve', 'claim.publish']

function askedOf(deed: ReviewDeed, { claim, hash, isFrozen }: Props): Asked {
  const isBound = bound.includes(deed)
  return {
    action: actionOf(claim.id, deed),
    intent: deed,
    label: deed === 'claim.retract' && !hasReaders(claim.publications) ? words.takeBackUnseen : deedWords[deed],
    whyNot: claim.whyNot[deed] ?? (isFrozen && isBound ? words.changed : null),
    isPlain: deed === 'claim.submit' || (deed === 'claim.approve' && !claim.mayOverride),
    isMain: deed === 'claim.publish',
    hash: isBound ? hash : null,
    hint: deed === 'claim.reopen' ? words.reopenHint : undefined,
    fields: (form) => <Fields deed={deed} claim={claim} {...form} />,
  }
}

interface FieldsProps extends AskedFields {
  readonly claim: ReviewedClaim
}

function Fields({ deed, ...props }: FieldsProps & { deed: ReviewDeed }): ReactNode {
  switch (deed) {
    case 'claim.submit':
      return null
    case 'claim.approve':
      return props.claim.mayOverride && <Long {...props} name="override" label={words.override} />
    case 'claim.return':
      return <Long {...props} name="comment" label={words.comment} focus />
    case 'claim.reopen':
      return <Long {...props} name="reason" label={words.reason} focus />
    case 'claim.publish':
      return <PublishingFields {...props} />
    case 'claim.correct':
      return <CorrectionFields {...props} />
    case 'claim.retract':
      return <RetractionFields {...props} />
  }
}

function CorrectionFields(props: FieldsProps) {
  const { claim, draft, errors } = props
  const first = claim.publications.find(({ readers }) => readers === 'seen')?.visibleFrom.slice(0, 10) ?? ''
  return (
    <>
      <CorrectionFollows claim={claim} />
      <Long {...props} name="wrong" label={words.wrong} focus />
      <Long {...props} name="now" label={words.nowSays} />
      <Long {...props} name="why" label={words.why} />
      <TextInput
        size="xs"
        type="date"
        name="since"
        label={words.since}
        defaultValue={draft['since'] ?? first}
        error={errors['since']}
      />
    </>
  )
}

/** What becomes of a claim once it is corrected, and whether anybody could approve it then. */
function CorrectionFollows({ claim: { mayApproveCorrected: names, needed } }: Pick<FieldsProps, 'claim'>) {
  return (
    <>
      <p className="quiet">{words.correctionFollows}</p>
      {names.length < needed ? (
        <Alert color="yellow" p="xs">
          {words.tooFewThen(names, needed)}
        </Alert>
      ) : (
        <p className="quiet">{words.mayApproveThen(names)}</p>
      )}
    </>
  )
}

function RetractionFields(props: FieldsProps) {
  const options = retractionKinds.map((how) => ({ value: how, label: words.retracted[how] }))
  return (
    <>
      {hasReaders(props.claim.publications) ? (
        <NativeSelect
          size="xs"
          name="how"
          label={words.how}
          data={options}
          defaultValue={props.draft['how'] ?? 'retracted'}
          error={props.errors['how']}
        />
      ) : (
        <input type="hidden" name="how" value="unpublished" />
      )}
      <NoteToReaders {...props} publications={props.claim.publications} hint={words.publicNoteHint} />
    </>
  )
}
