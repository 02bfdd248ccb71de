import type { ReactNode } from 'react'
import { Link } from '@remix-run/react'
import { Button, Group } from '@mantine/core'
import type { Comparison, Moment, ReplayView } from '#server/history/replay.ts'
import { MomentSlider } from './moment-slider.tsx'
import { replayMessages as words } from './replay-messages.ts'
import { useMoments } from './use-moments.ts'
import { When } from './when.tsx'
import styles from './replay.module.css'

/** What happened at a moment, in a sentence. */
export const happenedAt = ({ person, told }: Comparison['from']): string =>
  words.happened(
    person,
    told.map(({ sentence }) => sentence),
  )

/** Where in its history a claim is looked at: sliders, steps, playing; and the moment it is compared with. */
export function MomentControls({ view }: { view: ReplayView }) {
  const { steps, moment, compared } = view
  const { addressOf, ask, asked, shown, beside, isLoading, isPlaying, play } = useMoments(view)
  const sliders = asked ?? shown
  const forget = () => ask(null)
  const other = compared && (compared.from.seq === moment.seq ? compared.to : compared.from)
  const to = (at: number | null) => (at === null ? null : addressOf({ ...shown, at }))
  return (
    <section aria-label={words.moment} className={styles.controls} aria-busy={isLoading}>
      <MomentSlider
        label={words.moment}
        steps={steps}
        seq={sliders.at}
        said={asked ? null : happenedAt(moment)}
        choose={(at) => ask({ ...sliders, at })}
      />
      {other && (
        <MomentSlider
          label={words.comparedWith}
          steps={steps}
          seq={sliders.from ?? other.seq}
          said={asked ? null : happenedAt(other)}
          choose={(from) => ask({ ...sliders, from })}
        />
      )}
      <Group gap="xs">
        <Go onGo={forget} to={to(beside.before)}>
          {words.previousStep}
        </Go>
        <Go onGo={forget} to={to(beside.after)}>
          {words.nextStep}
        </Go>
        <Go onGo={forget} to={to(moment.before)}>
          {words.previousEntry}
        </Go>
        <Go onGo={forget} to={to(moment.after)}>
          {words.nextEntry}
        </Go>
        <Button
          size="xs"
          variant="default"
          onClick={() => play(!isPlaying)}
          disabled={!isPlaying && beside.after === null}
        >
          {isPlaying ? words.pause : words.play}
        </Button>
        <Go onGo={forget} to={addressOf({ ...shown, from: compared ? undefined : steps[0] })}>
          {compared ? words.stopComparing : words.compare}
        </Go>
      </Group>
      <p className={styles.quiet}>{words.keys}</p>
      <Announced moment={moment} isLoading={isLoading} />
    </section>
  )
}

function Announced({ moment, isLoading }: { moment: Moment; isLoading: boolean }) {
  return (
    <>
      <p role="status" className={styles.happened}>
        <span className={styles.quiet}>{words.entry(moment.number, moment.of)}: </span>
        <strong>
          <bdi>{moment.person}</bdi>
        </strong>{' '}
        {moment.told.map(({ sentence }) => sentence).join(', and ')}
      </p>
      <p className={styles.quiet}>
        <When at={moment.at} exact /> {isLoading && words.loading}
      </p>
    </>
  )
}

/** A step that is an address; at the end of the way it stays where it is, so that whoever is on it stays there too. */
function Go({ to, onGo, children }: { to: string | null; onGo: () => void; children: ReactNode }) {
  return (
    <Button
      component={Link}
      to={to ?? '.'}
      replace
      preventScrollReset
      size="xs"
      variant="default"
      {...(to === null && { 'data-disabled': true, 'aria-disabled': true })}
      onClick={(event) => (to === null ? event.preventDefault() : onGo())}
    >
      {children}
    </Button>
  )
}
