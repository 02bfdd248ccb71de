export const ratings = ['true', 'mostly-true', 'half-true', 'mostly-false', 'false', 'unproven'] as const
export type Rating = (typeof ratings)[number]

/** The team's scale: the word, and the number where a rating has one (5 best, 1 worst). */
export const scale: Readonly<Record<Rating, { readonly name: string; readonly value: number | null }>> = {
  true: { name: 'True', value: 5 },
  'mostly-true': { name: 'Mostly true', value: 4 },
  'half-true': { name: 'Half true', value: 3 },
  'mostly-false': { name: 'Mostly false', value: 2 },
  false: { name: 'False', value: 1 },
  unproven: { name: 'Unproven', value: null },
}
