import { textLimits, textNames, type TextName } from '../realtime/protocol.ts'

/** Why a claim with these texts cannot be reviewed: a text is longer than readers or the one line allow. */
export function overLimit(texts: Partial<Record<TextName, string>>): string | null {
  const lengthOf = (each: TextName) => texts[each]?.length ?? 0
  const name = textNames.find((each) => lengthOf(each) > textLimits[each])
  if (!name) return null
  const [length, most] = [lengthOf(name), textLimits[name]].map((count) => count.toLocaleString('en'))
  return `The ${name} has ${length} characters; shorten it to ${most} before review.`
}
