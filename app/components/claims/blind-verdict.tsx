import { useState, type RefObject } from 'react'
import { Button } from '@mantine/core'
import type { ClaimView, RatedView, RatingsView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { hasDraft } from '../forms/drafts.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { When } from '../history/when.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'
import { RatingFields } from './rating-fields.tsx'
import { ratingMessages as words } from './rating-messages.ts'
import { Section } from './section.tsx'
import { StandingVerdict } from './standing-verdict.tsx'
import { VerdictBadge } from './verdict-badge.tsx'
import styles from './claim-panel.module.css'

interface Props {
  readonly claim: ClaimView
  readonly focusRef: RefObject<HTMLSelectElement>
}

/** The verdict where it takes two people: what stands, what is known of their ratings, and the form that gives one. */
export function BlindVerdict({ claim, focusRef }: Props) {
  const [opened, setOpened] = useState(false)
  const [touched, setTouched] = useState(() => hasDraft(paths.claimVerdict(claim.id), 'verdict.set'))
  const whyNot = useWhyNot('rating.give', claim)
  const { verdict, ratings } = claim
  const { waiting, differing } = ratings
  const own = waiting?.own ?? null
  // Nothing is asked of whoever has given theirs; nor where a verdict stands, until somebody begins anew.
  const isAsked = waiting ? !own : !verdict || differing.length > 0
  const formOpen = isAsked || opened || touched
  const close = () => {
    setOpened(false)
    setTouched(false)
  }
  const open = !formOpen && (
    <Button
      size="compact-xs"
      variant="default"
      disabled={whyNot !== undefined}
      title={whyNot}
      data-verdict-open
      onClick={() => setOpened(true)}
    >
      {own ? words.giveAgain : words.give}
    </Button>
  )
  return (
    <Section title={claimMessages.verdict} aside={open}>
      {verdict && <StandingVerdict verdict={verdict} />}
      {differing.length > 0 && <Differing ratings={differing} />}
      {waiting && <Waiting waiting={waiting} />}
      {formOpen && (
        <div className={styles.rated} onInput={() => setTouched(true)}>
          <p className={styles.hint}>{words.how}</p>
          <RatingForm
            claim={claim}
            focusRef={focusRef}
            focusNow={opened}
            onDone={close}
            {...(isAsked ? {} : { onCancel: close })}
          />
        </div>
      )}
    </Section>
  )
}

function Differing({ ratings }: { ratings: readonly RatedView[] }) {
  return (
    <div className={styles.rated}>
      <p className={styles.hint}>{words.differing}</p>
      <ul className={styles.items} aria-label={words.differing}>
        {ratings.map(({ by, at, rating, reason }) => (
          <li key={by} className={styles.rated}>
            <VerdictBadge rating={rating} withValue />{' '}
            <span className={styles.hint}>
              {claimMessages.verdictBy(by)}, <When at={at} />
            </span>
            <p className={styles.reason}>{reason}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Waiting({ waiting: { by, own } }: { waiting: NonNullable<RatingsView['waiting']> }) {
  if (!own) return <p className={`${styles.hint} ${styles.rated}`}>{words.given(by)}</p>
  return (
    <div role="status" className={styles.rated}>
      <span className={styles.hint}>{words.own}:</span> <VerdictBadge rating={own.rating} withValue />
      <p className={styles.reason}>{own.reason}</p>
      <p className={styles.hint}>{words.waiting}</p>
    </div>
  )
}

interface FormProps extends Props {
  readonly focusNow: boolean
  readonly onDone: () => void
  readonly onCancel?: () => void
}

function RatingForm({ claim, focusRef, focusNow, onDone, onCancel }: FormProps) {
  const { waiting, seq, differing } = claim.ratings
  const own = waiting?.own
  const first = waiting && !own ? waiting.by : null
  const label = own ? words.giveAgain : first === null ? words.give : words.giveSecond(first)
  return (
    <DeedForm
      action={paths.claimVerdict(claim.id)}
      intent="rating.give"
      // What was typed for a verdict is a rating, should the team ask for one meanwhile.
      draftAs="verdict.set"
      label={label}
      // Short enough for a telephone: who has given one is said above.
      submit={own ? words.giveAgain : words.give}
      values={{ rating: own?.rating ?? '', reason: own?.reason ?? '' }}
      seen={seq}
      readOnly={useWhyNot('rating.give', claim)}
      standing={differing.length > 0 ? <Differing ratings={differing} /> : undefined}
      onDone={onDone}
      {...(onCancel ? { onCancel } : {})}
    >
      {(form) => <RatingFields {...form} focusRef={focusRef} focusNow={focusNow} />}
    </DeedForm>
  )
}
