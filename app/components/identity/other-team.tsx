import { Form, useLocation } from '@remix-run/react'
import { Button } from '@mantine/core'
import { usePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { madeFor, markOf } from '#server/identity/made-for.ts'
import { chooseTeamMessages as words } from './messages.ts'

/** In the place of a page that is in another team of whoever opened it: the way there. */
export function OtherTeam({ team }: { team: { readonly teamId: string; readonly teamName: string } }) {
  const { pathname, search } = useLocation()
  const { person } = usePageState()
  return (
    <div className="plain-page">
      <title>{`${words.elsewhereTitle(team.teamName)} · Plumbline`}</title>
      <h1>{words.elsewhereTitle(team.teamName)}</h1>
      <p>{words.elsewhere(team.teamName)}</p>
      <Form method="post" action={paths.chooseTeam()} reloadDocument>
        {person && <input type="hidden" name={madeFor.parameter} value={markOf(person)} />}
        <input type="hidden" name="team" value={team.teamId} />
        <input type="hidden" name="next" value={`${pathname}${search}`} />
        <Button type="submit">{words.goTo(team.teamName)}</Button>
      </Form>
    </div>
  )
}

/** The team that an answer names in which the page is; null for any other answer. */
export function teamNamedIn(answer: unknown): { readonly teamId: string; readonly teamName: string } | null {
  if (typeof answer !== 'object' || answer === null || !('team' in answer)) return null
  const { team } = answer
  if (typeof team !== 'object' || team === null || !('teamId' in team) || !('teamName' in team)) return null
  return { teamId: String(team.teamId), teamName: String(team.teamName) }
}
