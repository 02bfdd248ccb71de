import { textLimits, textNames, type TextName } from '../realtime/protocol.ts'

/** Why a claim with these texts cannot go to review: a text is longer than readers or the one line allow. */
export function overLimit(texts: Readonly<Record<TextName, string>>): string | null {
  const name = textNames.find((each) => texts[each].length > textLimits[each])
  if (!name) return null
  const [length, most] = [texts[name].length, textLimits[name]].map((count) => count.toLocaleString('en'))
  return `The ${name} has ${length} characters; shorten it to ${most} before review.`
}
