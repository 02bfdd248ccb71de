import { inQuotes } from '#server/claims/in-quotes.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { RemoveButton } from '../forms/deed-button.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'
import { Section } from './section.tsx'
import styles from './claim-panel.module.css'

/** The exact words that the claim stands on. */
export function Passages({ claim }: { claim: ClaimView }) {
  const whyNot = useWhyNot('passage.withdraw', claim)
  return (
    <Section title={claimMessages.passages}>
      <ul className={styles.items}>
        {claim.passages.map((passage) => (
          <li key={passage.id} className={styles.item}>
            <span className={styles.quote} dir="auto">
              {inQuotes(passage.quote)}
            </span>
            {claim.passages.length > 1 && (
              <RemoveButton
                action={paths.claimPassages(claim.id)}
                intent="passage.withdraw"
                fields={{ passageId: passage.id }}
                label={claimMessages.removePassage(passage.quote)}
                whyNot={whyNot}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
