import { forwardRef, type ComponentPropsWithoutRef, type MouseEvent } from 'react'
import { Button, type ButtonProps } from '@mantine/core'

type Props = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> & { readonly busy: boolean }

/** A button whose work takes a moment. It keeps the focus meanwhile, which a disabled one would lose. */
export const BusyButton = forwardRef<HTMLButtonElement, Props>(({ busy, onClick, ...rest }, ref) => {
  const press = (event: MouseEvent<HTMLButtonElement>) => (busy ? event.preventDefault() : onClick?.(event))
  return <Button ref={ref} {...rest} aria-busy={busy} onClick={press} />
})
BusyButton.displayName = 'BusyButton'
