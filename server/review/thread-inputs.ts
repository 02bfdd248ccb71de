import { z } from 'zod'
import { id, seen } from '../inputs.ts'
import { textNames } from '../realtime/protocol.ts'

const most = 5_000

const said = {
  words: z
    .string()
    .trim()
    .transform((words) => words.replaceAll(/\r\n?/gu, '\n'))
    .refine((words) => words !== '', 'Write a comment first.')
    .refine((words) => words.length <= most, `Keep a comment under ${most.toLocaleString('en')} characters.`)
    // Half signs have no canonical form.
    .refine((words) => !/\p{Cs}/u.test(words), 'This comment holds signs that cannot be kept. Take them out.'),
  /** The ids of people who were chosen by name, to tell people of the same name apart. */
  mentions: z
    .string()
    .max(4_000, 'A comment names fewer people than this.')
    .default('')
    .transform((ids) => [...new Set(ids.split(' ').filter((each) => each !== ''))]),
}

/** One end of chosen words: a relative position of Yjs, in base 64. */
const position = z.string().regex(/^[A-Za-z0-9+/]{2,40}={0,2}$/u, 'Select the words again.')

export const startInput = z
  .discriminatedUnion(
    'on',
    [
      z.object({ on: z.literal('claim') }),
      z.object({ on: z.literal('evidence'), evidenceId: id }),
      z.object({
        on: z.literal('words'),
        textName: z.enum(textNames, 'Select the words again.'),
        quote: z.string().min(1, 'Select some words first.').max(10_000),
        start: position,
        end: position,
      }),
    ],
    'Say what this is about: the claim, a piece of evidence, or words of a text.',
  )
  .and(z.object(said))

export const replyInput = z.object(said)
export const editInput = z.object({ commentId: id, ...said, seen })
export const withdrawCommentInput = z.object({ commentId: id })
