import { textNames } from '#server/realtime/protocol.ts'
import { textLabels } from '#app/editor/messages.ts'
import type { Texts } from './saved-state.ts'

interface Props {
  readonly texts: Texts
  /** What to call a text, where its own name would not say which claim it is of. */
  readonly labelOf?: (label: string) => string
}

/** Texts that nobody can change any more, to be copied. */
export function TextsToCopy({ texts, labelOf = (label) => label }: Props) {
  return (
    <>
      {textNames
        .filter((name) => texts[name])
        .map((name) => (
          <label key={name} className="text-to-copy">
            {labelOf(textLabels[name].label)}
            <textarea
              readOnly
              rows={3}
              dir="auto"
              value={texts[name]}
              onFocus={(event) => event.currentTarget.select()}
            />
          </label>
        ))}
    </>
  )
}
