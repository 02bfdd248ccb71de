import { z } from 'zod'
import { canonicalText, type Json } from '../history/canonical-json.ts'
import { seen, words } from '../inputs.ts'
import { ruleNames, rules, type Rule, type RuleName } from './rules.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/u, 'This page is out of date. Reload it and look again.')

const said = (message: string) => words(2_000).refine((value) => value !== '', message)

export const returnInput = z.object({ comment: said('Say what is to be done before this can be approved.') })

export const reopenInput = z.object({ reason: said('Say why it is taken up again.') })

export const approveInput = z.object({
  /** The content hash of what the editor's page displays. */
  hash,
  override: words(2_000),
})

export const approveReportInput = z.object({ hash })

/** Every rule by its name: `on` where it is asked for, and `<name>.minimum` for one that counts. */
export const rulesInput = z
  .object({ seen, ...Object.fromEntries(ruleNames.flatMap((name) => fieldsOf(name))) })
  .transform(({ seen: at, ...fields }: { seen: number; [field: string]: unknown }) => ({
    seen: at,
    settings: canonicalText(Object.fromEntries(ruleNames.map((name) => [name, settingsOf(name, fields)]))),
  }))

function fieldsOf(name: RuleName): [string, z.ZodType][] {
  const { counts }: Rule = rules[name]
  const on: [string, z.ZodType] = [name, z.enum(['on', '']).default('')]
  if (!counts) return [on]
  const message = `Choose a number from 1 to ${counts.most}.`
  return [on, [`${name}.minimum`, z.coerce.number(message).int(message).min(1, message).max(counts.most, message)]]
}

function settingsOf(name: RuleName, fields: Readonly<Record<string, unknown>>): Json {
  const minimum = fields[`${name}.minimum`]
  return { on: rules[name].isFixed || fields[name] === 'on', minimum: typeof minimum === 'number' ? minimum : 0 }
}
