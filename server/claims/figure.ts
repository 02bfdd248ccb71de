export const bounds = ['exactly', 'at-least', 'at-most', 'about', 'between'] as const
export type Bound = (typeof bounds)[number]

export const boundNames: Readonly<Record<Bound, string>> = {
  exactly: 'exactly',
  'at-least': 'at least',
  'at-most': 'at most',
  about: 'about',
  between: 'between',
}
