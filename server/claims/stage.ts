export const stages = ['open', 'checking', 'in-review'] as const
export type Stage = (typeof stages)[number]

export const stageNames: Readonly<Record<Stage, string>> = {
  open: 'open',
  checking: 'checking',
  'in-review': 'in review',
}

/** Where a claim may go from each stage: one step forward or one step back. */
export const stageMoves: Readonly<Record<Stage, readonly Stage[]>> = {
  open: ['checking'],
  checking: ['open', 'in-review'],
  'in-review': ['checking'],
}
