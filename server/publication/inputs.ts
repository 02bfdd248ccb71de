import { z } from 'zod'
import { day, id, seen, webAddress, words } from '../inputs.ts'
import { approversShown, readContact, slugOf } from './team-page.ts'
import { mostAtOnce } from './limits.ts'
import { retractionKinds } from './publication.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/u, 'This page is out of date. Reload it and look again.')

/** Empty, or a moment as ISO 8601 in UTC. */
const moment = z
  .string()
  .trim()
  .default('')
  .refine((value) => value === '' || isMoment(value), 'Choose a day and a time.')
  .transform((value) => (value === '' ? '' : new Date(value).toISOString()))

const isMoment = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/u.test(value) && !Number.isNaN(Date.parse(value))

const how = {
  when: z.enum(['now', 'later'], 'Choose from when on readers see it.').default('now'),
  visibleFrom: moment,
  /** What the editor says to words that were not saved yet. */
  note: words(2_000),
}

/** Whoever wants an embargo names its end: nothing goes out early for a time that is missing. */
const withItsTime = <T extends { when: string; visibleFrom: string }>({ when, visibleFrom }: T) =>
  when === 'now' || visibleFrom !== ''
const namesNone = { path: ['visibleFrom'], message: 'Choose a day and a time.' }
/** A time that is named is an embargo, whatever else is said: the careful reading wins. */
const said = <T extends { when: string }>({ when: _, ...rest }: T) => rest

export const publishInput = z
  .object({
    /** The content hash of what the editor's page displays. */
    hash,
    ...how,
  })
  .refine(withItsTime, namesNone)
  .transform(said)

/** A claim and the content hash of it that was approved: `<id>:<hash>`. */
const approved = z
  .string()
  .regex(/^\S{1,100}:[0-9a-f]{64}$/u, 'This page is out of date. Reload it and look again.')
  .transform((value) => ({ id: value.slice(0, -65), hash: value.slice(-64) }))

export const publishAllInput = z
  .object({
    claims: z.preprocess(
      (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
      z
        .array(approved)
        .min(1, 'Choose at least one claim.')
        .max(mostAtOnce, `Publish at most ${mostAtOnce} claims at once.`)
        .refine((all) => new Set(all.map((each) => each.id)).size === all.length, 'Each claim is published once.'),
    ),
    ...how,
  })
  .refine(withItsTime, namesNone)
  .transform(said)

const reason = (message: string) => words(2_000).refine((value) => value !== '', message)

export const correctInput = z.object({
  wrong: reason('Say what was wrong.'),
  now: reason('Say what it says now.'),
  why: reason('Say why.'),
  since: day.refine((value) => value !== '', 'Say since when it was wrong.'),
})

export const withdrawCorrectionInput = z.object({ correctionId: id })

const retracting = z.object({
  note: words(2_000),
  /** In the place of `note`: of what readers never saw they are told nothing. */
  teamNote: words(2_000).unwrap().optional(),
})

const saysWhy = ({ note, teamNote }: z.output<typeof retracting>, ctx: z.RefinementCtx) => {
  if ((teamNote ?? note) !== '') return
  const isUnseen = teamNote !== undefined
  const message = isUnseen ? 'Say for the team’s history why it is taken back.' : 'Say in public why it is taken back.'
  ctx.addIssue({ code: 'custom', path: [isUnseen ? 'teamNote' : 'note'], message })
}

const retracted = <T extends z.output<typeof retracting>>({ teamNote, note, ...rest }: T) => ({
  ...rest,
  note: teamNote ?? note,
  isUnseen: teamNote !== undefined,
})

export const retractReportInput = retracting.superRefine(saysWhy).transform(retracted)

export const retractInput = retracting
  .extend({ how: z.enum(retractionKinds, 'Choose what readers see from now on.') })
  .superRefine(saysWhy)
  .transform(retracted)

export const teamPageInput = z.object({
  slug: z
    .string()
    .trim()
    .min(2, 'Write at least two letters.')
    .max(60, 'Keep the address under 60 characters.')
    .refine((value) => slugOf(value) === value, 'Use small letters, digits and single hyphens.'),
  publisher: z.string().trim().min(1, 'Say under which name readers know you.').max(200, 'Keep the name shorter.'),
  homepage: webAddress.refine((value) => value !== '', 'Write the address of your own site.'),
  approvers: z.enum(approversShown, 'Choose how readers are told who approved.'),
  howWeCheck: words(20_000),
  correctionsUrl: webAddress,
  contact: words(300).refine(
    (value) => value === '' || readContact(value) !== null,
    'Write an e-mail address, or a web address that begins with http:// or https://.',
  ),
  seen,
})
