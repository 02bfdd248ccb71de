import { useState } from 'react'
import { Button, Group, TextInput } from '@mantine/core'
import { inQuotes } from '#server/claims/in-quotes.ts'
import type { ClaimView, EvidenceView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { IconExternalLink } from '#app/ui/icons.ts'
import { ClaimLink } from '../claims/claim-link.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { threadMessages } from '../review/thread-messages.ts'
import { useThreads } from '../review/use-threads.ts'
import { useWhyNot } from '../reports/workspace-context.ts'
import { BearingFields } from './bearing-fields.tsx'
import { evidenceMessages as words, sourceKindNames, stanceNames } from './messages.ts'
import styles from './evidence.module.css'

interface Props {
  readonly claim: ClaimView
  readonly evidence: EvidenceView
}

type Mode = 'read' | 'edit' | 'withdraw'

/** How an item was left: with a form that was begun, or to be read. */
function begunMode(claim: ClaimView, { id }: EvidenceView): Mode {
  const isBegun = (mode: Mode) => hasDraft(paths.claimEvidence(claim.id), `evidence.${mode}`, id)
  return (['edit', 'withdraw'] as const).find(isBegun) ?? 'read'
}

/** One source's bearing on the claim; it can be edited and withdrawn in place. */
export function EvidenceItem({ claim, evidence }: Props) {
  const [mode, setMode] = useState(() => begunMode(claim, evidence))
  const whyNot = useWhyNot('evidence.edit', claim)
  const { begin } = useThreads()
  const done = () => setMode('read')
  const name = evidence.source.title || evidence.source.url
  return (
    <li className={styles.item}>
      <SourceLine evidence={evidence} />
      {evidence.quote && (
        <blockquote className={styles.quote} dir="auto">
          {inQuotes(evidence.quote)}
        </blockquote>
      )}
      {(evidence.locator || evidence.note) && (
        <p className={styles.note} dir="auto">
          {[evidence.locator, evidence.note].filter(Boolean).join(' · ')}
        </p>
      )}
      {mode === 'edit' && <EditForm claim={claim} evidence={evidence} name={name} onDone={done} />}
      {mode === 'withdraw' && <WithdrawForm claim={claim} evidence={evidence} name={name} onDone={done} />}
      {mode === 'read' && (
        <Group gap="xs" mt={4}>
          <span className={styles.by}>
            {words.addedBy(evidence.addedBy)}
            {evidence.copiedFrom && (
              <>
                , {words.copiedFrom} <ClaimLink id={evidence.copiedFrom} />
              </>
            )}
          </span>
          <SmallButton
            label={words.editTitle(name)}
            word={words.edit}
            whyNot={whyNot}
            onClick={() => setMode('edit')}
          />
          <SmallButton
            label={words.withdrawTitle(name)}
            word={words.withdraw}
            whyNot={whyNot}
            onClick={() => setMode('withdraw')}
          />
          <SmallButton
            label={threadMessages.startOnEvidence(name)}
            word={threadMessages.startShort}
            whyNot={whyNot}
            onClick={() => begin({ on: 'evidence', evidenceId: evidence.id })}
          />
        </Group>
      )}
    </li>
  )
}

function SourceLine({ evidence: { source } }: { evidence: EvidenceView }) {
  const about = [source.publisher, source.author, source.publishedOn, sourceKindNames[source.kind]].filter(Boolean)
  const safe = /^https?:\/\//i.test(source.url)
  return (
    <div>
      {safe ? (
        <a href={source.url} target="_blank" rel="noreferrer noopener" className={styles.source} dir="auto">
          {source.title || source.url} <IconExternalLink size={14} aria-hidden />
        </a>
      ) : (
        <span className={styles.source} dir="auto">
          {source.title || source.url}
        </span>
      )}
      <span className={styles.about}> {about.join(' · ')}</span>
    </div>
  )
}

interface SmallProps {
  readonly label: string
  readonly word: string
  readonly whyNot: string | undefined
  readonly onClick: () => void
}

function SmallButton({ label, word, whyNot, onClick }: SmallProps) {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      aria-label={label}
      disabled={whyNot !== undefined}
      title={whyNot}
      onClick={onClick}
    >
      {word}
    </Button>
  )
}

type FormProps = Props & { readonly name: string; readonly onDone: () => void }

function EditForm({ claim, evidence, name, onDone }: FormProps) {
  const { stance, quote, locator, note } = evidence
  return (
    <DeedForm
      action={paths.claimEvidence(claim.id)}
      intent="evidence.edit"
      subject={evidence.id}
      label={words.editTitle(name)}
      submit={words.saveEdit}
      values={{ stance, quote, locator, note }}
      seen={evidence.seq}
      readOnly={useWhyNot('evidence.edit', claim)}
      standing={[stanceNames[stance], quote && inQuotes(quote), locator, note].filter(Boolean).join(' · ')}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ values, errors }) => (
        <>
          <input type="hidden" name="evidenceId" value={evidence.id} />
          <BearingFields values={values} errors={errors} />
        </>
      )}
    </DeedForm>
  )
}

function WithdrawForm({ claim, evidence, name, onDone }: FormProps) {
  return (
    <DeedForm
      action={paths.claimEvidence(claim.id)}
      intent="evidence.withdraw"
      subject={evidence.id}
      label={words.withdrawTitle(name)}
      submit={words.withdraw}
      values={null}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ errors, draft }) => (
        <>
          <input type="hidden" name="evidenceId" value={evidence.id} />
          <TextInput
            size="xs"
            name="reason"
            autoFocus
            label={words.withdrawReason}
            defaultValue={draft['reason']}
            error={errors['reason']}
          />
        </>
      )}
    </DeedForm>
  )
}
