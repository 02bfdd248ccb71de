import { useState } from 'react'
import { Link } from '@remix-run/react'
import { Button, Group } from '@mantine/core'
import type { MemberView, TeamView } from '#server/identity/queries.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { Invitations } from './invitations.tsx'
import { teamMessages as words } from './messages.ts'
import { RoleFields } from './role-fields.tsx'

/** Who belongs to the team and what they may do; an admin changes it here. */
export function TeamPage({ team }: { team: TeamView }) {
  return (
    <div className="plain-page">
      <h1>{words.title(team.name)}</h1>
      <p className="quiet">{team.mayChange ? words.intro : words.readOnly}</p>
      <p>
        <Link to={paths.teamHistory()}>{words.history}</Link>
        {' · '}
        <Link to={paths.settings()}>{words.settings}</Link>
      </p>
      <ul className="member-list">
        {team.members.map((member) => (
          <MemberItem key={member.personId} member={member} mayChange={team.mayChange} />
        ))}
      </ul>
      {team.mayChange && <Invitations open={team.invitations} />}
    </div>
  )
}

type Mode = 'read' | 'roles' | 'remove'

function MemberItem({ member, mayChange }: { member: MemberView; mayChange: boolean }) {
  const isBegun = () => hasDraft(paths.members(), 'member.change', member.personId)
  const [mode, setMode] = useState<Mode>(() => (isBegun() ? 'roles' : 'read'))
  const done = () => setMode('read')
  return (
    <li data-member={member.personId}>
      <strong>{member.name}</strong> <span className="quiet">{member.roles.join(' and ')}</span>
      {mayChange && mode === 'read' && (
        <Group gap="xs" mt={4}>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={words.changeOf(member.name)}
            onClick={() => setMode('roles')}
          >
            {words.change}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            color="red"
            c="var(--mantine-color-error)"
            aria-label={words.removeOf(member.name)}
            onClick={() => setMode('remove')}
          >
            {words.remove}
          </Button>
        </Group>
      )}
      {mode === 'roles' && <RolesForm member={member} onDone={done} />}
      {mode === 'remove' && <Removal member={member} onCancel={done} />}
    </li>
  )
}

interface FormProps {
  readonly member: MemberView
  readonly onDone: () => void
}

function RolesForm({ member, onDone }: FormProps) {
  const { personId, name, seq } = member
  return (
    <DeedForm
      action={paths.members()}
      intent="member.change"
      subject={personId}
      label={words.changeOf(name)}
      submit={words.save}
      values={{ roles: member.roles.join('\n') }}
      seen={seq}
      standing={member.roles.join(' and ')}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ values, draft, errors }) => (
        <>
          <input type="hidden" name="personId" value={personId} />
          <RoleFields draft={draft} standing={values.roles.split('\n')} error={errors['roles']} />
        </>
      )}
    </DeedForm>
  )
}

function Removal({ member, onCancel }: { member: MemberView; onCancel: () => void }) {
  const { personId, name, seq } = member
  return (
    <>
      <p>{words.removal(name)}</p>
      <Group gap="xs">
        <DeedButton action={paths.members()} intent="member.remove" fields={{ personId, seen: String(seq) }}>
          {words.removeOf(name)}
        </DeedButton>
        <Button size="xs" variant="default" onClick={onCancel}>
          {words.keep}
        </Button>
      </Group>
    </>
  )
}
