import { useId, type KeyboardEvent } from 'react'
import { replayMessages as words } from './replay-messages.ts'
import { placeOf } from './use-moments.ts'
import styles from './replay.module.css'

interface Props {
  readonly label: string
  readonly steps: readonly number[]
  readonly seq: number
  /** What happened at that moment, for whoever hears the slider; null while it is not known yet. */
  readonly said: string | null
  readonly choose: (seq: number) => void
}

/** How many steps Page Up and Page Down go. */
const stride = 10

/** A slider over the steps of a claim's history. */
export function MomentSlider({ label, steps, seq, said, choose }: Props) {
  const id = useId()
  const place = placeOf(steps, seq)
  const move = (to: number) => {
    const wanted = steps[Math.min(steps.length - 1, Math.max(0, to))]
    if (wanted !== undefined && wanted !== seq) choose(wanted)
  }
  const leap = (event: KeyboardEvent) => {
    const by = { PageUp: stride, PageDown: -stride }[event.key]
    if (by === undefined) return
    event.preventDefault()
    move(place + by)
  }
  const counted = words.step(place + 1, steps.length)
  return (
    <p className={styles.slider}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={steps.length - 1}
        step={1}
        value={place}
        aria-valuetext={said === null ? counted : `${counted}: ${said}`}
        onChange={({ currentTarget }) => move(Number(currentTarget.value))}
        onKeyDown={leap}
      />
      <span className={styles.quiet} aria-hidden>
        {counted}
      </span>
    </p>
  )
}
