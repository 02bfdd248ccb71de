import { Button } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { changeStateNames } from '#server/review/requested-change.ts'
import { Section } from '../claims/section.tsx'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { ChangeWords } from './change-words.tsx'
import { changeMessages as messages, stateSigns } from './messages.ts'
import styles from './changes.module.css'

/** The requested changes that come from a claim, and the way to ask for one of its words. */
export function ClaimChanges({ claim }: { claim: ClaimView }) {
  const { view, changes } = useWorkspace()
  const whyNot = useWhyNot('change.request', claim)
  const own = view.changes.filter(({ claimId }) => claimId === claim.id)
  const passages = claim.passages.filter(({ edition }) => edition === view.report.edition)
  return (
    <Section title={messages.ofClaim}>
      {own.length === 0 && <p className={styles.about}>{messages.noneOfClaim}</p>}
      <ul className={styles.list}>
        {own.map((change) => (
          <li key={change.id} className={styles.line}>
            <button type="button" className={styles.jump} onClick={() => changes.point(change.id)}>
              {messages.number(change.number)}
            </button>
            <ChangeWords quote={change.quote} replacement={change.replacement} />
            <span className={styles.state}>
              {stateSigns[change.state]} {changeStateNames[change.state]}
            </span>
          </li>
        ))}
      </ul>
      {passages.map((passage) => (
        <Button
          key={passage.id}
          size="xs"
          variant="default"
          mt={4}
          me={6}
          disabled={whyNot !== undefined}
          title={whyNot}
          onClick={() => changes.ask(passage, claim.id)}
        >
          {passages.length === 1 ? messages.ask : messages.askOf(shortened(passage.quote))}
        </Button>
      ))}
    </Section>
  )
}

const shortened = (words: string): string => {
  const letters = Array.from(words)
  return letters.length > 30 ? `${letters.slice(0, 30).join('')}…` : words
}
