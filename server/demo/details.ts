import type { ClaimKind, Priority } from '../claims/classes.ts'
import type { Language } from '../claims/languages.ts'
import type { DemoMember } from './claims.ts'
import { demoUrl } from './evidence.ts'

export interface DemoDetails {
  readonly said?: { readonly place: string; readonly language: Language }
  readonly appearance?: { readonly firstUrl: string; readonly firstWhere: string; readonly firstOn: string }
  readonly classes?: { readonly claimKind: ClaimKind; readonly priority: Priority; readonly tags: string }
  readonly dueOn?: string
  readonly assigned?: readonly DemoMember[]
}

/** Who checks what until when, and what sort of statement it is; by the keys of `demoClaims`. */
export const demoDetails: Readonly<Record<string, DemoDetails>> = {
  talks: {
    classes: { claimKind: 'event', priority: 'low', tags: 'talks' },
    assigned: ['oleh'],
  },
  each: {
    said: { place: 'Kyiv and Moscow', language: 'en' },
    classes: { claimKind: 'figure', priority: 'high', tags: 'exchange' },
    assigned: ['mara'],
  },
  planned: { classes: { claimKind: 'figure', priority: 'high', tags: 'exchange' } },
  troops: {
    said: { place: 'Moscow', language: 'ru' },
    appearance: {
      firstUrl: demoUrl('Demo Ministry B', 'statement-side-b'),
      firstWhere: 'Second paragraph',
      firstOn: '2025-05-23',
    },
    classes: { claimKind: 'attribution', priority: 'high', tags: 'exchange, military' },
    assigned: ['oleh'],
  },
  captives: { classes: { claimKind: 'comparison', priority: 'normal', tags: 'captives' } },
  executed: {
    classes: { claimKind: 'attribution', priority: 'urgent', tags: 'captives' },
    dueOn: '2025-05-26',
    assigned: ['mara', 'oleh'],
  },
  missing: {
    said: { place: 'Kyiv', language: 'uk' },
    classes: { claimKind: 'quote', priority: 'urgent', tags: 'missing people' },
    assigned: ['mara'],
  },
}
