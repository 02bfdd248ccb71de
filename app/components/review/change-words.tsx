import { changeMessages } from './messages.ts'
import styles from './changes.module.css'

/** What a requested change asks for: the old words struck through, the new ones behind them. */
export function ChangeWords({ quote, replacement }: { quote: string; replacement: string }) {
  return (
    <span className={styles.words} dir="auto">
      <del>{quote}</del> {replacement ? <ins>{replacement}</ins> : <em>{changeMessages.dropped}</em>}
    </span>
  )
}
