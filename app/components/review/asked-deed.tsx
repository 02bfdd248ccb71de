import { useId, useState, type ReactNode } from 'react'
import { Button, Group, Textarea } from '@mantine/core'
import type { PublicationView } from '#server/review/review-view.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { reviewMessages as words } from './review-messages.ts'
import { VisibleFrom } from './visible-from.tsx'
import styles from './review.module.css'

type Texts = Readonly<Record<string, string>>

/** What was typed before and what was refused of it, by the names of the fields. */
export interface AskedFields {
  readonly draft: Texts
  readonly errors: Texts
}

/** A deed of review with what it asks. */
export interface Asked {
  readonly action: string
  readonly intent: string
  readonly label: string
  /** A sentence when the person may not do this. */
  readonly whyNot: string | null
  /** Nothing is asked before it is done. */
  readonly isPlain: boolean
  readonly isMain?: boolean
  /** The content hash that it decides on; null for none. */
  readonly hash: string | null
  /** What becomes of it, where the label does not say. */
  readonly hint?: string | undefined
  readonly fields: (form: AskedFields) => ReactNode
}

/** Deeds of review in a row; a reason that keeps several of them from being done is said once. */
export function AskedDeeds({ label, deeds }: { label: string; deeds: readonly Asked[] }) {
  const id = useId()
  const reasons = deeds.map(({ whyNot }) => whyNot)
  const shared = [...new Set(reasons.filter((reason, at) => reason !== null && reasons.indexOf(reason) < at))]
  const idOf = (reason: string | null) => (shared.includes(reason) ? `${id}${shared.indexOf(reason)}` : undefined)
  return (
    <section aria-label={label} className={styles.deeds}>
      {deeds.map((deed) => (
        <AskedDeed key={deed.intent} {...deed} reasonId={idOf(deed.whyNot)} />
      ))}
      {shared.map((reason) => (
        <p key={reason} id={idOf(reason)} className="quiet">
          {reason && words.greyed(reason)}
        </p>
      ))}
    </section>
  )
}

interface Props extends Asked {
  /** Where its reason is said with others; beside it without. */
  readonly reasonId: string | undefined
}

/** A deed of review with what it asks, or disabled with the reason. */
function AskedDeed({ reasonId, fields, ...deed }: Props) {
  const { action, intent, label, whyNot, isPlain, isMain = false, hash, hint } = deed
  const [asking, setAsking] = useState(() => hasDraft(action, intent))
  const beside = whyNot === null ? hint : !reasonId && whyNot
  if (whyNot !== null || (!asking && !isPlain)) {
    return (
      <Group gap="xs">
        <Button
          size="xs"
          variant={isMain ? 'filled' : 'default'}
          disabled={whyNot !== null}
          aria-describedby={reasonId ?? (beside ? `beside-${intent}` : undefined)}
          onClick={() => setAsking(true)}
        >
          {isPlain ? label : `${label}…`}
        </Button>
        {beside && (
          <span id={`beside-${intent}`} className="quiet">
            {beside}
          </span>
        )}
      </Group>
    )
  }
  return (
    <DeedForm
      action={action}
      intent={intent}
      label={label}
      submit={label}
      values={null}
      onDone={() => setAsking(false)}
      {...(!isPlain && { onCancel: () => setAsking(false) })}
    >
      {({ draft, errors }) => (
        <>
          {hash !== null && <input type="hidden" name="hash" value={hash} />}
          {hint && <p className="quiet">{hint}</p>}
          {fields({ draft, errors })}
        </>
      )}
    </DeedForm>
  )
}

/** From when on readers see it; and, once words turn out not to be saved, why it is published without them. */
export function PublishingFields(props: AskedFields) {
  return (
    <>
      <VisibleFrom draft={props.draft} errors={props.errors} />
      {(props.errors['note'] || props.draft['note']) && (
        <Long {...props} name="note" label={words.note} hint={words.noteHint} focus />
      )}
    </>
  )
}

interface NoteProps extends AskedFields {
  readonly publications: readonly PublicationView[]
  readonly hint: string
}

/** Whether readers have seen any of it. */
export const hasReaders = (publications: readonly PublicationView[]): boolean =>
  publications.some(({ readers }) => readers === 'seen')

/**
 * What is said with what is taken back: to readers, or to the team alone where readers never saw any of it. What was
 * written to the one is never offered to the other.
 */
export function NoteToReaders({ publications, hint, ...form }: NoteProps) {
  if (hasReaders(publications))
    return <Long key="public" {...form} name="note" label={words.publicNote} hint={hint} focus />
  return <Long key="team" {...form} name="teamNote" label={words.teamNote} hint={words.teamNoteHint} focus />
}

interface LongProps extends AskedFields {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly focus?: boolean
}

/** A field of some lines. */
export function Long({ name, label, hint, focus = false, draft, errors }: LongProps) {
  return (
    <Textarea
      size="xs"
      rows={2}
      name={name}
      label={label}
      description={hint}
      autoFocus={focus}
      defaultValue={draft[name]}
      error={errors[name]}
    />
  )
}
