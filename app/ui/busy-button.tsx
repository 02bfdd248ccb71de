import type { ComponentPropsWithoutRef, MouseEvent } from 'react'
import { Button, type ButtonProps } from '@mantine/core'

type Props = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> & { readonly busy: boolean }

/** A button whose work takes a moment. It keeps the focus meanwhile, which a disabled one would lose. */
export function BusyButton({ busy, onClick, ...rest }: Props) {
  const press = (event: MouseEvent<HTMLButtonElement>) => (busy ? event.preventDefault() : onClick?.(event))
  return <Button {...rest} aria-busy={busy} onClick={press} />
}
