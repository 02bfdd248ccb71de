import type { ReactNode } from 'react'
import styles from './claim-panel.module.css'

/** One titled part of the open claim. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title} tabIndex={-1}>
      <div className={styles.sectionHead}>
        <h3 className={styles.sectionTitle}>{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  )
}
