import { Form, Link } from '@remix-run/react'
import { Button, Menu, Text } from '@mantine/core'
import { madeFor, markOf } from '#server/identity/made-for.ts'
import { paths } from '#app/paths.ts'
import { chooseTeamMessages as words } from './messages.ts'

interface Team {
  readonly teamId: string
  readonly teamName: string
  readonly roles: readonly string[]
}

interface Props {
  readonly viewer: { readonly personId: string; readonly teamId: string }
  readonly teams: readonly Team[]
}

/** The chosen team; who is in several chooses another here. */
export function TeamMenu({ viewer, teams }: Props) {
  const chosen = teams.find(({ teamId }) => teamId === viewer.teamId)
  if (!chosen) return null
  const { teamName } = chosen
  if (teams.length === 1) {
    return (
      <Link className="shell-team" to={paths.team()}>
        {teamName}
      </Link>
    )
  }
  return (
    // Open until the answer comes: a form that is gone is not sent.
    <Menu
      closeOnItemClick={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      position="bottom-start"
      width={260}
    >
      <Menu.Target>
        <Button size="compact-sm" variant="default" className="shell-teams" aria-label={words.label(teamName)}>
          {teamName} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={paths.team()} closeMenuOnClick>
          {words.members(teamName)}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{words.yours}</Menu.Label>
        {/* A page that is left for good: the browser asks first when words in it are not saved. */}
        <Form method="post" action={paths.chooseTeam()} reloadDocument>
          <input type="hidden" name={madeFor.parameter} value={markOf(viewer)} />
          {teams.map((team) => (
            <Menu.Item
              key={team.teamId}
              type="submit"
              name="team"
              value={team.teamId}
              disabled={team.teamId === viewer.teamId}
            >
              {team.teamName}
              <Text size="xs" c="dimmed" component="span" display="block">
                {team.roles.join(' and ')}
                {team.teamId === viewer.teamId && ` · ${words.inIt}`}
              </Text>
            </Menu.Item>
          ))}
        </Form>
      </Menu.Dropdown>
    </Menu>
  )
}
