import { useState } from 'react'
import { Checkbox, Stack, TextInput } from '@mantine/core'
import type { RuleView } from '#server/review/queries/settings.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { formMessages } from '../forms/messages.ts'
import { settingsMessages as words } from './messages.ts'

interface Props {
  readonly rules: readonly RuleView[]
  readonly seen: number
  readonly readOnly: string | undefined
}

const minimumOf = (rule: string) => `${rule}.minimum`

/** Every rule that there is: whether the team asks for it, and of how many where it counts something. */
export function RulesForm({ rules, seen, readOnly }: Props) {
  return (
    <DeedForm<Readonly<Record<string, string>>>
      action={paths.settingsDeeds()}
      intent="team.rules"
      label={words.rules}
      submit={words.saveRules}
      values={Object.fromEntries(rules.flatMap(fieldsOf))}
      seen={seen}
      readOnly={readOnly}
      savedWords={formMessages.saved}
      standing={formMessages.standing(Object.fromEntries(rules.map((rule) => [rule.name, settingWords(rule)])))}
    >
      {({ values, errors }) => (
        <Stack gap="md" my="xs">
          {rules.map((rule) => (
            <RuleFields
              key={rule.rule}
              rule={rule}
              on={values[rule.rule] === 'on'}
              minimum={values[minimumOf(rule.rule)]}
              error={errors[minimumOf(rule.rule)]}
            />
          ))}
        </Stack>
      )}
    </DeedForm>
  )
}

function fieldsOf({ rule, on, counts, minimum }: RuleView): [string, string][] {
  const asked: [string, string] = [rule, on ? 'on' : '']
  return counts ? [asked, [minimumOf(rule), String(minimum)]] : [asked]
}

function settingWords({ on, counts, minimum }: RuleView): string {
  if (!on) return words.notAsked
  return counts ? words.atLeast(minimum) : words.asked
}

interface RuleFieldsProps {
  readonly rule: RuleView
  readonly on: boolean
  readonly minimum: string | undefined
  readonly error: string | undefined
}

function RuleFields({ rule: { rule, name, isFixed, counts }, on, minimum, error }: RuleFieldsProps) {
  const [isAsked, setAsked] = useState(on)
  return (
    <div data-rule={rule}>
      {/* A box without its tick sends nothing, and a draft could not tell that from a field that it never had. */}
      <input type="hidden" name={rule} value={isAsked ? 'on' : ''} />
      <Checkbox
        label={name}
        checked={isAsked}
        disabled={isFixed}
        description={isFixed ? `${words.ruleHints[rule]} ${words.fixed}` : words.ruleHints[rule]}
        onChange={(event) => setAsked(event.currentTarget.checked)}
      />
      {counts && (
        <TextInput
          size="xs"
          type="number"
          name={minimumOf(rule)}
          label={words.minimum(counts.what)}
          min={1}
          max={counts.most}
          maw="14rem"
          ms="2rem"
          mt={4}
          defaultValue={minimum}
          error={error}
        />
      )}
    </div>
  )
}
