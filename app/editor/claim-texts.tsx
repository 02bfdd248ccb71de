import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue, useIsomorphicEffect } from '@mantine/hooks'
import { closeCode, textNames, type TextName } from '#server/realtime/protocol.ts'
import type { ClaimPlace, SavedState, Texts } from '../components/realtime/saved-state.ts'
import { TextsToCopy } from '../components/realtime/texts-to-copy.tsx'
import { usePageState } from '../http/page-state.ts'
import type { ClaimRoom } from './claim-room.ts'
import type { LiveText } from './live-text.ts'
import type { AnchoredThread, ThreadDeeds } from './thread-marks.ts'
import { editorMessages, endingSentence, textLabels } from './messages.ts'
import { useClaimRoom } from './use-claim-room.ts'
import styles from './claim-texts.module.css'

interface Props {
  readonly claim: ClaimPlace
  readonly readOnly: boolean
  /** The texts as the newest view of the report has them: what is read while no editor shows them. */
  readonly saved: Texts
  readonly onSavedState: (state: SavedState) => void
  /** The open threads on words of these texts. */
  readonly threads: readonly AnchoredThread[]
  readonly threadDeeds: ThreadDeeds
}

/** The three live texts of a claim: readable at once, editable as soon as the room is joined. */
export function ClaimTexts({ claim, readOnly, saved, onSavedState, ...talk }: Props) {
  const { state, last, restart } = useClaimRoom({ claim, readOnly, onSavedState })
  const frame = useRef<HTMLDivElement>(null)
  const room = state.phase === 'open' ? state.room : null
  const startAnew = () => {
    // The button goes, and the focus would go with it.
    frame.current?.focus()
    restart()
  }
  return (
    <div ref={frame} tabIndex={-1} className={styles.frame} data-live={room ? 'yes' : 'no'}>
      {last !== null && state.phase !== 'ended' && (
        <p role="status" className={styles.notice}>
          {endingSentence(last)}
        </p>
      )}
      {state.phase === 'ended' && state.room && <Ended room={state.room} onRestart={startAnew} />}
      {(state.phase === 'late' || state.phase === 'failed') && (
        <p role="alert" className={styles.notice}>
          {editorMessages.unreachable}{' '}
          <Button size="compact-xs" variant="default" onClick={restart}>
            {editorMessages.tryAgain}
          </Button>
        </p>
      )}
      {state.phase !== 'ended' &&
        textNames.map((name) => <TextField key={name} name={name} saved={saved[name]} room={room} {...talk} />)}
    </div>
  )
}

type FieldProps = Pick<Props, 'threads' | 'threadDeeds'> & {
  readonly name: TextName
  readonly saved: string
  readonly room: ClaimRoom | null
}

function TextField({ name, saved, room, threads, threadDeeds }: FieldProps) {
  const { label, hint } = textLabels[name]
  const box = useRef<HTMLDivElement>(null)
  const [live, setLive] = useState<LiveText | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const latest = useRef(threadDeeds)
  useEffect(() => {
    latest.current = threadDeeds
  })
  useEffect(() => {
    live?.showThreads(threads.filter(({ textName }) => textName === name))
  }, [live, threads, name])
  useEffect(() => {
    const parent = box.current
    if (!room || !parent) return
    let mounted: LiveText | null = null
    let gone = false
    void import('./live-text.ts').then(({ mountLiveText }) => {
      if (gone) return
      const isAwaited = parent === document.activeElement
      mounted = mountLiveText(parent, room, name, { onNotice: setNotice, threadDeeds: () => latest.current })
      if (isAwaited) mounted.view.focus()
      setLive(mounted)
    })
    return () => {
      gone = true
      // Whoever writes here must not find that their keys go elsewhere while the next editor is made.
      const isWrittenIn = parent.contains(document.activeElement)
      mounted?.destroy()
      if (isWrittenIn) parent.focus()
      setLive(null)
    }
  }, [room, name])
  return (
    <div className={`${styles.field} ${styles[name] ?? ''}`}>
      <div className={styles.label}>
        <span>{label}</span>
        {name !== 'statement' && live && !room?.readOnly && <Tools label={label} live={live} />}
      </div>
      <div className={styles.box} ref={box} tabIndex={-1} data-live-text>
        {!live && (
          <pre className={styles.plain} dir="auto">
            {saved || <span className={styles.notice}>{hint}</span>}
          </pre>
        )}
      </div>
      <Notice words={notice} />
    </div>
  )
}

/** Words that change with every key: seen at once, read out when the typing pauses. */
function Notice({ words }: { words: string | null }) {
  const [settled] = useDebouncedValue(words, 1_000)
  return (
    <>
      <p className={styles.notice} aria-hidden="true">
        {words}
      </p>
      <VisuallyHidden role="status">{settled}</VisuallyHidden>
    </>
  )
}

const tools = [
  { name: editorMessages.bold, sign: 'B', before: '**', after: '**' },
  { name: editorMessages.italic, sign: 'I', before: '*', after: '*' },
  { name: editorMessages.link, sign: '↗', before: '[', after: '](https://)' },
  { name: editorMessages.list, sign: '•', before: '\n- ', after: '' },
  { name: editorMessages.quote, sign: '❝', before: '\n> ', after: '' },
] as const

function Tools({ label, live }: { label: string; live: LiveText }) {
  return (
    <span className={styles.tools} role="group" aria-label={editorMessages.tools(label)}>
      {tools.map(({ name, sign, before, after }) => (
        <button
          key={name}
          type="button"
          className={styles.tool}
          aria-label={name}
          title={name}
          onClick={() => void import('./live-text.ts').then(({ wrap }) => wrap(live.view, before, after))}
        >
          {sign}
        </button>
      ))}
    </span>
  )
}

/** Somebody who is still writing presses the space bar, which would scroll the box away. */
function keepInSight(event: KeyboardEvent): void {
  if (event.key === ' ' && event.target === event.currentTarget) event.preventDefault()
}

function Ended({ room, onRestart }: { room: ClaimRoom; onRestart: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  const { left } = usePageState()
  const hasLeft = left !== null && room.endedWith === closeCode.forbidden
  const isErased = room.endedWith === closeCode.erased
  useIsomorphicEffect(() => {
    // The editor went, and with it the place of whoever wrote in it: before anything else on the page takes the focus.
    if (document.activeElement === document.body) box.current?.focus()
  }, [])
  return (
    <div ref={box} tabIndex={-1} className={styles.ending} role="alert" onKeyDown={keepInSight}>
      <p>
        {hasLeft ? editorMessages.left(left) : isErased ? editorMessages.erasedBelow : endingSentence(room.endedWith)}
      </p>
      <p>{editorMessages.unsavedBelow}</p>
      <TextsToCopy texts={room.texts} />
      {!hasLeft && (
        <Button size="compact-sm" onClick={onRestart}>
          {editorMessages.startAnew}
        </Button>
      )}
    </div>
  )
}
