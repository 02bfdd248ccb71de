import { Link } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import type { ReplayView } from '#server/history/replay.ts'
import { AuthoredTexts } from './authored-texts.tsx'
import { ComparedMoments } from './compared-moments.tsx'
import { MomentControls } from './moment-controls.tsx'
import { PartWords } from './part-words.tsx'
import { replayMessages as words } from './replay-messages.ts'
import { StandingThings } from './standing-things.tsx'
import styles from './replay.module.css'

/** A claim as it stood after any entry of its history: whose words, what stood, and what differs from another moment. */
export function ReplayPage({ view }: { view: ReplayView }) {
  const { claim, reportId, authors, moment, compared } = view
  const parts = moment.told.flatMap((told) => told.parts)
  return (
    <div className={styles.page}>
      <p className={styles.back}>
        <Link to={paths.claimHistory(claim.id)}>← {words.back}</Link>{' '}
        <Link to={paths.report(reportId, claim.id)}>{words.inReport}</Link>
      </p>
      <h1 className={styles.title}>{words.ofClaim(claim.number)}</h1>
      <MomentControls view={view} />
      {parts.map((part) => (
        <PartWords key={part.label} part={part} />
      ))}
      {compared && <ComparedMoments compared={compared} />}
      <AuthoredTexts texts={moment.texts} authors={authors} />
      <StandingThings moment={moment} />
    </div>
  )
}
