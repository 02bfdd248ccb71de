import { useState } from 'react'
import { Checkbox } from '@mantine/core'
import { areCompatible, roles, type Role } from '#server/policy/roles.ts'
import { tickedIn, type Typed } from '../forms/drafts.ts'
import { teamMessages as words } from './messages.ts'

const isRole = (word: string): word is Role => roles.some((role) => role === word)

interface Props {
  /** What was typed before in the form that they are part of. */
  readonly draft: Typed
  readonly standing: readonly string[]
  readonly error: string | undefined
}

/** The roles, each with what it is for; says at once what cannot be combined. */
export function RoleFields({ draft, standing, error }: Props) {
  const [held, setHeld] = useState<readonly Role[]>(() => tickedIn(draft, 'roles', standing).filter(isRole))
  const problem = held.length > 0 && !areCompatible(held) ? words.auditorAlone : error
  return (
    <Checkbox.Group
      label={words.roles}
      size="xs"
      value={[...held]}
      onChange={(next) => setHeld(next.filter(isRole))}
      error={problem}
    >
      {roles.map((role) => (
        <Checkbox key={role} mt={6} size="xs" name="roles" value={role} label={words.roleNames[role]} />
      ))}
    </Checkbox.Group>
  )
}
