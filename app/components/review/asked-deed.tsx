import { useState, type ReactNode } from 'react'
import { Button, Group, Textarea } from '@mantine/core'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { reviewMessages as words } from './review-messages.ts'
import { VisibleFrom } from './visible-from.tsx'

type Texts = Readonly<Record<string, string>>

/** What was typed before and what was refused of it, by the names of the fields. */
export interface AskedFields {
  readonly draft: Texts
  readonly errors: Texts
}

interface Props {
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
  readonly children: (form: AskedFields) => ReactNode
}

/** A deed of review with what it asks, or disabled with the reason beside it. */
export function AskedDeed({ action, intent, label, whyNot, isPlain, isMain = false, hash, children }: Props) {
  const [asking, setAsking] = useState(() => hasDraft(action, intent))
  if (whyNot !== null || (!asking && !isPlain)) {
    return (
      <Group gap="xs">
        <Button
          size="xs"
          variant={isMain ? 'filled' : 'default'}
          disabled={whyNot !== null}
          aria-describedby={whyNot === null ? undefined : `why-${intent}`}
          onClick={() => setAsking(true)}
        >
          {label}…
        </Button>
        {whyNot !== null && (
          <span id={`why-${intent}`} className="quiet">
            {whyNot}
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
          {children({ draft, errors })}
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
