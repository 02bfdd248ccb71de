import { useState } from 'react'
import { Button } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { lookWho } from '#app/http/made-for.ts'
import { changePageState, type PagePerson } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { madeFor, markOf } from '#server/identity/made-for.ts'
import { postForm } from '../forms/use-deed.ts'
import { identityMessages as words } from './messages.ts'

export interface NamedTeam {
  readonly teamId: string
  readonly teamName: string
}

interface Props {
  /** The page's person in its team, and in the team that is chosen now. */
  readonly before: PagePerson
  readonly now: PagePerson
  readonly teams: readonly NamedTeam[]
  /** The page's team, by name, when they are in it no more. */
  readonly left: string | null
  readonly refused: boolean
}

/** Says that another team was chosen in another tab, and leads back without leaving the page. */
export function InOtherTeam({ before, now, teams, left, refused }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const nameOf = ({ teamId }: PagePerson) => teams.find((team) => team.teamId === teamId)?.teamName ?? words.someTeam
  const comeBack = async () => {
    setBusy(true)
    const form = new FormData()
    form.set('team', before.teamId)
    form.set(madeFor.parameter, markOf(before))
    const answer = await postForm(paths.chooseTeam(), form)
    setProblem(answer.ok || answer.id === 'not-found' ? null : answer.message)
    if (!answer.ok && answer.id === 'not-found') changePageState({ refused: true })
    await lookWho()
    setBusy(false)
  }
  return (
    <div className="page-notice" role="alert">
      <p>
        {left === null ? (refused ? words.refused : words.otherTeam(nameOf(now), nameOf(before))) : words.left(left)}
      </p>
      {!refused && left === null && (
        <BusyButton size="compact-sm" busy={busy} onClick={() => void comeBack()}>
          {words.backTo(nameOf(before))}
        </BusyButton>
      )}
      <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
        {words.goOnIn(nameOf(now))}
      </Button>
      {problem && <p>{problem}</p>}
    </div>
  )
}
