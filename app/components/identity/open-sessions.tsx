import { Group } from '@mantine/core'
import type { SessionView } from '#server/identity/account/queries.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { When } from '../history/when.tsx'
import { accountMessages as words } from './messages.ts'

/** The browsers in which somebody is signed in; each other one can be signed out. */
export function OpenSessions({ sessions }: { sessions: readonly SessionView[] }) {
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{words.sessions}</h2>
      {sessions.some(({ isUnfamiliar }) => isUnfamiliar) && (
        <div className="page-notice" role="status">
          <p>{words.wasItYou}</p>
          <DeedButton action={paths.accountDeeds()} intent="mine" fields={{ sessionIds: sessions.map(({ id }) => id) }}>
            {words.mine}
          </DeedButton>
        </div>
      )}
      <ul className="member-list">
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <DeedButton action={paths.accountDeeds()} intent="sign-out-others" fields={{}}>
          {words.endOthers}
        </DeedButton>
      )}
    </section>
  )
}

function SessionItem({ session }: { session: SessionView }) {
  const { id, browser, network, signedInAt, lastSeenAt, isThis, isUnfamiliar } = session
  return (
    <li>
      <strong>{browser}</strong> {isThis && <span className="quiet">· {words.thisOne}</span>}
      {isUnfamiliar && <strong>· {words.isNew}</strong>}
      <div className="quiet">
        {network && `${words.from(network)} · `}
        {words.signedIn} <When at={signedInAt} /> · {words.lastSeen} <When at={lastSeenAt} />
      </div>
      {!isThis && (
        <Group mt={4}>
          <DeedButton action={paths.accountDeeds()} intent="sign-out" fields={{ sessionId: id }}>
            {words.end(browser)}
          </DeedButton>
        </Group>
      )}
    </li>
  )
}
