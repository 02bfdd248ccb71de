import { z } from 'zod'
import { normalName, whyNotName } from './name.ts'

/** No mail server takes a longer one (RFC 5321 section 4.5.3.1.3), and an index holds no text of any length. */
const longestEmail = 254

export const emailInput = z
  .email('Write a full e-mail address.')
  .max(longestEmail, `An e-mail address has at most ${longestEmail} characters.`)
  .transform((email) => email.toLowerCase())

export const newPassword = z
  .string()
  .min(12, 'A password has at least 12 characters.')
  .max(1_000, 'A password has at most 1,000 characters.')

/** The name of a person or a team; `missing` is what there is to say when there is none. */
export const nameInput = (missing: string) =>
  z
    .string()
    .transform(normalName)
    .pipe(z.string().min(1, missing).max(200, 'Keep the name under 200 characters.'))
    .superRefine((name, { addIssue }) => {
      const whyNot = whyNotName(name)
      if (whyNot) addIssue(whyNot)
    })
