import { useState } from 'react'
import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import type { OpenInvitation } from '#server/identity/queries.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { When } from '../history/when.tsx'
import { invitationMessages as words } from './messages.ts'
import { RoleFields } from './role-fields.tsx'

/** The invitations that nobody has used, and the form that makes one. */
export function Invitations({ open }: { open: readonly OpenInvitation[] }) {
  const [made, setMade] = useState<{ readonly [more: string]: unknown } | null>(null)
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations">{words.title}</h2>
      <p className="quiet">{words.intro}</p>
      <DeedForm
        action={paths.members()}
        intent="invitation.make"
        label={words.invite}
        submit={words.make}
        values={null}
        onDone={(_id, answer) => setMade(answer)}
      >
        {({ draft, errors }) => (
          <>
            <TextInput
              size="xs"
              name="email"
              type="email"
              label={words.email}
              defaultValue={draft['email']}
              error={errors['email']}
            />
            <RoleFields draft={draft} standing={['checker']} error={errors['roles']} />
          </>
        )}
      </DeedForm>
      {made?.['token'] !== undefined && <NewLink link={`${location.origin}${paths.join(String(made['token']))}`} />}
      {made?.['mailedTo'] !== undefined && (
        <p className="page-notice" role="status">
          {words.mailed(String(made['mailedTo']))}
        </p>
      )}
      <ul className="member-list">
        {open.map((invitation) => (
          <li key={invitation.id}>
            <strong>{invitation.email}</strong>{' '}
            <span className="quiet">
              {invitation.roles.join(' and ')} · {words.by(invitation.invitedBy)} · {words.until}{' '}
              <When at={invitation.expiresAt} />
            </span>
            <Group mt={4}>
              <DeedButton
                action={paths.members()}
                intent="invitation.withdraw"
                fields={{ invitationId: invitation.id }}
              >
                {words.withdraw(invitation.email)}
              </DeedButton>
            </Group>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The link, shown this once: the server keeps only a hash of it. */
function NewLink({ link }: { link: string }) {
  return (
    <div className="page-notice" role="status">
      <p>{words.sendIt}</p>
      <TextInput
        readOnly
        aria-label={words.link}
        value={link}
        onFocus={(event) => event.currentTarget.select()}
        w="100%"
      />
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? words.copied : words.copy}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
