import { Button, Group, Text } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { IconPlus } from '#app/ui/icons.ts'
import { ListNotice } from '../claims/list-notice.tsx'
import { changeMessages } from '../review/messages.ts'
import { reportMessages } from './messages.ts'
import type { ChosenWords } from './use-chosen-words.ts'
import type { useMakeClaim } from './use-make-claim.ts'
import { useWorkspace } from './workspace-context.ts'
import styles from './claim-maker.module.css'

interface Props {
  readonly chosen: ChosenWords
  readonly maker: ReturnType<typeof useMakeClaim>
  readonly onDone: () => void
}

/** What can be done with the selected words, offered below them. */
export function ClaimMaker({ chosen, maker, onDone }: Props) {
  const { changes } = useWorkspace()
  const after = async (deed: Promise<boolean>) => {
    if (await deed) onDone()
  }
  // Pressing must not take the selection away before it is used.
  const keepSelection = (event: { preventDefault: () => void }) => event.preventDefault()
  return (
    <div
      className={styles.maker}
      role="group"
      aria-label={reportMessages.chosenWords}
      style={{ top: chosen.below + 8, left: `clamp(8px, ${chosen.left}px, calc(100vw - 28rem))` }}
      onPointerDown={keepSelection}
      onMouseDown={keepSelection}
    >
      <Group gap={6}>
        <BusyButton
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          busy={maker.busy}
          disabled={maker.whyNot !== undefined}
          onClick={() => void after(maker.make(chosen))}
        >
          {reportMessages.makeClaim} <kbd className={styles.key}>c</kbd>
        </BusyButton>
        {maker.addTo !== null && (
          <BusyButton size="xs" variant="default" busy={maker.busy} onClick={() => void after(maker.add(chosen))}>
            {reportMessages.addTo(maker.addTo)}
          </BusyButton>
        )}
        <Button
          size="xs"
          variant="default"
          disabled={maker.whyNot !== undefined}
          onClick={() => {
            changes.ask(chosen)
            onDone()
          }}
        >
          {changeMessages.ask} <kbd className={styles.key}>r</kbd>
        </Button>
      </Group>
      <ListNotice />
      {(maker.whyNot ?? maker.problem) && (
        <Text size="xs" mt={4} role="alert">
          {maker.whyNot ?? maker.problem}
        </Text>
      )}
    </div>
  )
}
