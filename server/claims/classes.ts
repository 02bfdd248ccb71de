/** What sort of statement a claim is. */
export const claimKinds = ['figure', 'event', 'quote', 'attribution', 'cause', 'comparison'] as const
export type ClaimKind = (typeof claimKinds)[number]

export const claimKindTitles: Readonly<Record<ClaimKind, string>> = {
  figure: 'Figure',
  event: 'Event',
  quote: 'Quote',
  attribution: 'Attribution',
  cause: 'Cause',
  comparison: 'Comparison',
}

/** How soon a claim is to be checked. */
export const priorities = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]

export const priorityNames: Readonly<Record<Priority, string>> = {
  urgent: 'Urgent',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
}
