import { Alert } from '@mantine/core'

/** Why a form that was sent did nothing. */
export function FormAlert({ children }: { children: string }) {
  return (
    <Alert color="red" role="alert" variant="outline">
      {children}
    </Alert>
  )
}
