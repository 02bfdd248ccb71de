import type { Context } from '#server/context.ts'
import { setTeamRules } from '#server/review/commands/rules.ts'
import { settingsView } from '#server/review/queries/settings.ts'

/** Has an admin ask for two blind ratings or not, and leave the other rules as they are; answers the seq of that. */
export async function askForSecond(admin: Context, isAsked: boolean): Promise<number> {
  const { rules, rulesSeq } = await settingsView(admin)
  const fields = rules.flatMap(({ rule, on, minimum, counts }) => [
    [rule, on ? 'on' : ''],
    ...(counts ? [[`${rule}.minimum`, String(minimum)]] : []),
  ])
  const second = isAsked ? 'on' : ''
  const { seq } = await setTeamRules(admin, { ...Object.fromEntries(fields), second, seen: String(rulesSeq) })
  return seq
}
