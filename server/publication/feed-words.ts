import type { CorrectionForm } from './form.ts'

const day = (time: string): string => time.slice(0, 10)

/** What feeds say besides what was published. */
export const feedWords = {
  feed: (publisher: string) => `${publisher}: fact-checks`,
  title: (
    statement: string,
    verdict: string,
    { isRetracted, isCorrected }: Record<'isRetracted' | 'isCorrected', boolean>,
  ) => {
    const mark = isRetracted ? 'Retracted: ' : isCorrected ? 'Corrected: ' : ''
    return `${mark}${verdict ? `${verdict}: ` : ''}${statement}`
  },
  verdict: (verdict: string) => (verdict ? `Verdict: ${verdict}.` : 'No verdict.'),
  correction: ({ wrong, now, why, since }: CorrectionForm, at: string) =>
    `Correction${at ? ` of ${day(at)}` : ''}. What was wrong${since ? `, since ${since}` : ''}: ${wrong} What it says now: ${now} Why: ${why}`,
  retracted: (note: string) => `Retracted: ${note}`,
  unpublished: 'A fact-check was taken back',
  note: (note: string) => `It is not published any more: ${note}`,
} as const
