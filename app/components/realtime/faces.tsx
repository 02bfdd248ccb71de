import type { Presence } from '#server/realtime/protocol.ts'
import { realtimeMessages } from './messages.ts'
import styles from './faces.module.css'

const initials = (name: string) =>
  name
    .split(/\s+/u)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join('')
    .toLocaleUpperCase()

/** The people in a list of presences, each once, as initials with their colour and name. */
export function Faces({ people }: { people: readonly Presence[] }) {
  const users = [...new Map(people.map(({ user }) => [user.personId, user])).values()]
  if (users.length === 0) return null
  const names = users.map(({ name }) => name).join(', ')
  return (
    <span className={styles.faces} role="img" aria-label={realtimeMessages.hereAre(names)} title={names}>
      {users.map((user) => (
        <span key={user.personId} className={styles.face} style={{ borderColor: user.color }}>
          {initials(user.name)}
        </span>
      ))}
    </span>
  )
}
