import type { ReactNode } from 'react'
import { ActionIcon, Text, Tooltip } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { IconX } from '#app/ui/icons.ts'
import { useDeed, type DeedFields } from './use-deed.ts'

interface Deed {
  readonly action: string
  readonly intent: string
  readonly fields: DeedFields
  /** A sentence when the person may not do this. */
  readonly whyNot?: string | undefined
}

interface Looks {
  readonly children: ReactNode
  /** What a screen reader calls it, where there are several alike. */
  readonly label?: string
  /** One of several small ones. */
  readonly quiet?: boolean
}

/** A button that is one whole deed. Disabled it says why, to the pointer and to screen readers. */
export function DeedButton({ children, label, quiet = false, ...deed }: Deed & Looks) {
  const { send, busy, problem } = useDeed(deed.action)
  const button = (
    <BusyButton
      size={quiet ? 'compact-xs' : 'xs'}
      variant={quiet ? 'subtle' : 'default'}
      {...(quiet ? { color: 'gray' } : {})}
      {...(label ? { 'aria-label': label } : {})}
      busy={busy}
      aria-disabled={deed.whyNot !== undefined}
      {...(deed.whyNot ? { 'data-disabled': true } : {})}
      onClick={() => !deed.whyNot && void send(deed.intent, deed.fields)}
    >
      {children}
    </BusyButton>
  )
  return (
    <span>
      {deed.whyNot ? <Tooltip label={deed.whyNot}>{button}</Tooltip> : button}
      {problem && (
        <Text role="alert" size="xs" c="var(--mantine-color-error)">
          {problem.message}
        </Text>
      )}
    </span>
  )
}

/** A small cross that withdraws one part. */
export function RemoveButton({ label, ...deed }: Deed & { label: string }) {
  const { send, busy, problem } = useDeed(deed.action)
  return (
    <span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={label}
        title={deed.whyNot ?? label}
        aria-busy={busy}
        disabled={deed.whyNot !== undefined}
        onClick={() => !busy && void send(deed.intent, deed.fields)}
      >
        <IconX size={15} />
      </ActionIcon>
      {problem && (
        <Text role="alert" size="xs" c="var(--mantine-color-error)">
          {problem.message}
        </Text>
      )}
    </span>
  )
}
