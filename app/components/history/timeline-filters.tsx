import { Form, Link, useLocation } from '@remix-run/react'
import { Button, Group, NativeSelect } from '@mantine/core'
import type { TimelineView } from '#server/history/timeline.ts'
import { historyMessages as words } from './messages.ts'

export type ChosenFilters = Readonly<Record<string, string>>

interface Props {
  readonly timeline: TimelineView
  readonly chosen: ChosenFilters
  readonly withClaims: boolean
}

/** Which changes to show: a form that is an address, so that it can be sent to somebody. */
export function TimelineFilters({ timeline, chosen, withClaims }: Props) {
  const { pathname } = useLocation()
  const select = (name: string, label: string, all: string, options: readonly { value: string; label: string }[]) => (
    <NativeSelect
      size="xs"
      name={name}
      label={label}
      data={[{ value: '', label: all }, ...options]}
      defaultValue={chosen[name] ?? ''}
    />
  )
  const short = (statement: string) => (statement.length > 60 ? `${statement.slice(0, 59)}…` : statement)
  return (
    <Form method="get" action={pathname} aria-label={words.filters} key={JSON.stringify(chosen)}>
      <Group gap="sm" align="end" mb="md">
        {select(
          'person',
          words.person,
          words.anyone,
          timeline.people.map(({ id, name }) => ({ value: id, label: name })),
        )}
        {select(
          'kind',
          words.kind,
          words.anything,
          timeline.kinds.map(({ kind, name }) => ({ value: kind, label: name })),
        )}
        {withClaims &&
          select(
            'claim',
            words.claim,
            words.anyClaim,
            timeline.claims.map(({ id, number, statement }) => ({
              value: id,
              label: `${number} · ${short(statement)}`,
            })),
          )}
        <Button type="submit" size="xs">
          {words.show}
        </Button>
        {Object.values(chosen).some(Boolean) && <Link to={pathname}>{words.clear}</Link>}
      </Group>
    </Form>
  )
}
