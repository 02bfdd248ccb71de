import { useRef, useState } from 'react'
import { Button } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { IconPlus } from '#app/ui/icons.ts'
import { Section } from '../claims/section.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { GoneDrafts } from '../forms/gone-drafts.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { BearingFields, type Bearing } from './bearing-fields.tsx'
import { EvidenceItem } from './evidence-item.tsx'
import { evidenceMessages as words, stanceNames, stances } from './messages.ts'
import { SourceFields } from './source-fields.tsx'
import styles from './evidence.module.css'

const typedLabels = {
  'evidence.edit': { stance: words.stance, quote: words.quote, locator: words.locator, note: words.note },
  'evidence.withdraw': { reason: words.withdrawReason },
} as const

/** The claim's evidence by stance, and the form that attaches more. */
export function EvidenceSection({ claim }: { claim: ClaimView }) {
  const [adding, setAdding] = useState(() => hasDraft(paths.claimEvidence(claim.id), 'evidence.attach'))
  const whyNot = useWhyNot('evidence.attach', claim)
  const attach = (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      disabled={whyNot !== undefined}
      title={whyNot}
      data-evidence-open
      aria-expanded={adding}
      onClick={() => setAdding(true)}
    >
      {words.attach}
    </Button>
  )
  return (
    <Section title={words.evidence} aside={attach}>
      {claim.evidence.length === 0 && !adding && <p className={styles.hint}>{words.none}</p>}
      {stances.map((stance) => {
        const items = claim.evidence.filter((each) => each.stance === stance)
        return items.length === 0 ? null : (
          <div key={stance} className={styles.stance} data-stance={stance}>
            <h4 className={styles.stanceName}>
              {stanceNames[stance]} ({items.length})
            </h4>
            <ul className={styles.items}>
              {items.map((each) => (
                <EvidenceItem key={each.id} claim={claim} evidence={each} />
              ))}
            </ul>
          </div>
        )
      })}
      {(['evidence.edit', 'evidence.withdraw'] as const).map((intent) => (
        <GoneDrafts
          key={intent}
          action={paths.claimEvidence(claim.id)}
          intent={intent}
          standing={claim.evidence.map(({ id }) => id)}
          labels={typedLabels[intent]}
        />
      ))}
      {adding && <AttachForm claim={claim} onDone={() => setAdding(false)} />}
    </Section>
  )
}

const blank: Bearing = { stance: 'supports', quote: '', locator: '', note: '' }

function AttachForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  const first = useRef<HTMLSelectElement>(null)
  const focused = useRef(false)
  const wrapper = (node: HTMLDivElement | null) => {
    if (!node || focused.current) return
    focused.current = true
    first.current?.focus()
  }
  return (
    <div ref={wrapper}>
      <DeedForm
        action={paths.claimEvidence(claim.id)}
        intent="evidence.attach"
        label={words.attach}
        submit={words.save}
        values={blank}
        readOnly={useWhyNot('evidence.attach', claim)}
        onDone={onDone}
        onCancel={onDone}
      >
        {({ values, draft, errors }) => (
          <>
            <SourceFields draft={draft} errors={errors} focusRef={first} />
            <BearingFields values={values} errors={errors} />
          </>
        )}
      </DeedForm>
    </div>
  )
}
