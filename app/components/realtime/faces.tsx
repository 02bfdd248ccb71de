import type { Presence } from '#server/realtime/protocol.ts'
import { initialsOf } from '../identity/initials.ts'
import { realtimeMessages } from './messages.ts'
import styles from './faces.module.css'

interface Props {
  readonly people: readonly Presence[]
  /** Where they are, before their names. */
  readonly label?: string
}

/** The people in a list of presences, each once, as initials with their colour and name. */
export function Faces({ people, label = realtimeMessages.here }: Props) {
  const users = [...new Map(people.map(({ user }) => [user.personId, user])).values()]
  if (users.length === 0) return null
  const names = users.map(({ name }) => name).join(', ')
  return (
    <span className={styles.faces} role="img" aria-label={`${label}: ${names}`} title={`${label}: ${names}`}>
      {users.map((user) => (
        <span key={user.personId} className={styles.face} style={{ borderColor: user.color }}>
          {initialsOf(user.name)}
        </span>
      ))}
    </span>
  )
}
