import type { EvidenceView } from '#server/reports/workspace.ts'

export const stanceNames: Readonly<Record<EvidenceView['stance'], string>> = {
  supports: 'Supports',
  refutes: 'Refutes',
  context: 'Context',
}
export const stances = ['supports', 'refutes', 'context'] as const

export const sourceKindNames = { primary: 'primary source', secondary: 'secondary source' } as const

export const evidenceMessages = {
  evidence: 'Evidence',
  none: 'No evidence yet. Attach the source that supports or refutes this claim.',
  attach: 'Attach a source',
  save: 'Attach',
  editTitle: (source: string) => `Edit the evidence from ${source}`,
  edit: 'Edit',
  saveEdit: 'Save evidence',
  source: 'Source',
  newSource: 'A new source',
  url: 'Address (URL)',
  title: 'Title',
  publisher: 'Publisher',
  author: 'Author',
  publishedOn: 'Published on',
  kind: 'Kind',
  primary: 'Primary',
  secondary: 'Secondary',
  stance: 'Stance',
  quote: 'Quoted words',
  locator: 'Where in the source',
  locatorHint: 'Page, paragraph or time',
  note: 'Note',
  addedBy: (person: string) => `attached by ${person}`,
  copiedFrom: 'copied from',
  withdraw: 'Withdraw',
  withdrawTitle: (source: string) => `Withdraw the evidence from ${source}`,
  withdrawReason: 'Why is it withdrawn?',
} as const
