import type { ClaimForm } from '#server/publication/form.ts'
import type { PublicTeam, PublishedClaim, PublishedReport, UnpublishedClaim } from '#server/publication/published.ts'
import { claimForm } from './claim-form.ts'

/** A team as its readers know it. */
export const publicTeam: PublicTeam = {
  slug: 'desk',
  publisher: 'The Desk',
  homepage: 'https://desk.example',
  howWeCheck: 'We ask **two** sources.',
  correctionsUrl: 'https://desk.example/corrections',
  contact: 'mailto:errors@desk.example',
}

/** A published claim that was corrected once, with these parts changed. */
export function publishedClaim(
  form: Partial<ClaimForm> = {},
  change: Partial<Omit<PublishedClaim, 'form'>> = {},
): PublishedClaim {
  const whole = claimForm(form)
  return {
    address: { team: 'desk', report: 'exchange', claim: 'each-side' },
    form: whole,
    number: 2,
    publishedAt: '2025-06-01T10:00:00.000Z',
    changedAt: '2025-06-03T10:00:00.000Z',
    correctedAt: whole.corrections.map(() => '2025-06-03T10:00:00.000Z'),
    approvers: { names: ['Edda'] },
    retracted: null,
    ...change,
  }
}

/** A claim of which only this note is left. */
export const unpublishedClaim = (note: string): UnpublishedClaim => ({
  address: { team: 'desk', report: 'exchange', claim: 'gone' },
  publishedAt: '2025-06-01T10:00:00.000Z',
  unpublished: { note, at: '2025-06-05T10:00:00.000Z' },
})

/** The first publication of a report as a whole, with these parts changed. */
export const publishedReport = (change: Partial<PublishedReport> = {}): PublishedReport => ({
  number: 1,
  publishedAt: '2025-06-02T10:00:00.000Z',
  approvers: { names: ['Edda'] },
  claims: ['each-side'],
  retracted: null,
  ...change,
})
