import { Form, Link, useLocation } from '@remix-run/react'
import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import type { TimelineView } from '#server/history/timeline.ts'
import { historyMessages as words } from './messages.ts'
import styles from './history.module.css'

export type ChosenFilters = Readonly<Record<string, string>>

interface Props {
  readonly timeline: TimelineView
  readonly chosen: ChosenFilters
  readonly wrong: Readonly<Record<string, string>>
  readonly withClaims: boolean
}

/** Which changes to show: a form that is an address, so that it can be sent to somebody. */
export function TimelineFilters({ timeline, chosen, wrong, withClaims }: Props) {
  const { pathname } = useLocation()
  const select = (name: string, label: string, all: string, options: readonly { value: string; label: string }[]) => (
    <NativeSelect
      size="xs"
      name={name}
      label={label}
      data={[{ value: '', label: all }, ...options]}
      defaultValue={chosen[name] ?? ''}
      error={wrong[name]}
    />
  )
  const day = (name: string, label: string) => (
    <TextInput
      size="xs"
      name={name}
      label={label}
      // A field for days shows no day that there is not, and what was asked for would be lost.
      type={wrong[name] ? 'text' : 'date'}
      defaultValue={chosen[name] ?? ''}
      error={wrong[name]}
    />
  )
  const short = (statement: string) => (statement.length > 60 ? `${statement.slice(0, 59)}…` : statement)
  return (
    <Form method="get" action={pathname} aria-label={words.filters} key={JSON.stringify(chosen)}>
      <Group gap="sm" align="end" mb={4}>
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
        <TextInput
          size="xs"
          name="words"
          type="search"
          label={words.saying}
          defaultValue={chosen['words'] ?? ''}
          error={wrong['words']}
        />
        {day('from', words.from)}
        {day('to', words.to)}
        <Button type="submit" size="xs">
          {words.show}
        </Button>
        {Object.values(chosen).some(Boolean) && <Link to={pathname}>{words.clear}</Link>}
      </Group>
      <p className={styles.note}>{words.howItFilters}</p>
    </Form>
  )
}
