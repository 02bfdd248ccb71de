import { useEffect, useRef, useState } from 'react'
import { Button, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { textNames, type TextName } from '#server/realtime/protocol.ts'
import type { SavedState } from '../components/realtime/saved-state.ts'
import type { ClaimRoom, Ending, Texts } from './claim-room.ts'
import type { LiveText } from './live-text.ts'
import { editorMessages, endingSentence, textLabels } from './messages.ts'
import { useClaimRoom } from './use-claim-room.ts'
import styles from './claim-texts.module.css'

interface Props {
  readonly claimId: string
  readonly readOnly: boolean
  readonly viewer: { readonly personId: string; readonly name: string }
  readonly initial: Texts
  readonly onSavedState: (state: SavedState) => void
}

/** The three live texts of a claim: readable at once, editable as soon as the room is joined. */
export function ClaimTexts({ claimId, initial, onSavedState }: Props) {
  const { state, last, restart } = useClaimRoom(claimId, onSavedState)
  const room = state.phase === 'open' ? state.room : null
  return (
    <div data-live={room ? 'yes' : 'no'}>
      {last !== null && state.phase !== 'ended' && (
        <p role="status" className={styles.notice}>
          {endingSentence(last)}
        </p>
      )}
      {state.phase === 'ended' && <Ended ending={state.ending} onRestart={restart} />}
      {state.phase === 'unreachable' && (
        <p role="alert" className={styles.notice}>
          {editorMessages.unreachable}{' '}
          <Button size="compact-xs" variant="default" onClick={restart}>
            {editorMessages.tryAgain}
          </Button>
        </p>
      )}
      {state.phase !== 'ended' &&
        textNames.map((name) => <TextField key={name} name={name} saved={initial[name]} room={room} />)}
    </div>
  )
}

function TextField({ name, saved, room }: { name: TextName; saved: string; room: ClaimRoom | null }) {
  const { label, hint } = textLabels[name]
  const box = useRef<HTMLDivElement>(null)
  const [live, setLive] = useState<LiveText | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  useEffect(() => {
    const parent = box.current
    if (!room || !parent) return
    let mounted: LiveText | null = null
    let gone = false
    void import('./live-text.ts').then(({ mountLiveText }) => {
      if (gone) return
      mounted = mountLiveText(parent, room, name, setNotice)
      setLive(mounted)
    })
    return () => {
      gone = true
      mounted?.destroy()
      setLive(null)
    }
  }, [room, name])
  return (
    <div className={`${styles.field} ${styles[name] ?? ''}`}>
      <div className={styles.label}>
        <span>{label}</span>
        {name !== 'statement' && live && !room?.readOnly && <Tools label={label} live={live} />}
      </div>
      <div className={styles.box} ref={box}>
        {!live && <pre className={styles.plain}>{saved || <span className={styles.notice}>{hint}</span>}</pre>}
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

function Ended({ ending, onRestart }: { ending: Ending; onRestart: () => void }) {
  return (
    <div className={styles.ending} role="alert">
      <p>{endingSentence(ending.code)}</p>
      {ending.unsaved && (
        <>
          <p>{editorMessages.unsavedBelow}</p>
          {textNames
            .filter((name) => ending.texts[name])
            .map((name) => (
              <label key={name} className={styles.field}>
                <span className={styles.label}>{textLabels[name].label}</span>
                <textarea readOnly rows={3} value={ending.texts[name]} style={{ inlineSize: '100%' }} />
              </label>
            ))}
        </>
      )}
      <Button size="compact-sm" onClick={onRestart}>
        {editorMessages.startAnew}
      </Button>
    </div>
  )
}
