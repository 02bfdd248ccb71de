import { claims } from './claims/store.ts'
import { sources } from './evidence/store.ts'
import { verifiable } from './history/contents.ts'
import type { VerifiableNoun } from './history/verify.gateway.ts'
import { teams } from './identity/store.ts'
import { importedReviews, reports } from './reports/store.ts'
import { requestedChanges } from './review/store/requested-changes.ts'
import { threads } from './review/store/threads.ts'

/** Every kind of subject there is, for verification to follow. */
export const nouns: readonly VerifiableNoun[] = [
  { ...verifiable(teams.aggregate), tables: teams.tables },
  { ...verifiable(reports.aggregate), tables: reports.tables },
  { ...verifiable(claims.aggregate), tables: claims.tables },
  { ...verifiable(sources.aggregate), tables: sources.tables },
  { ...verifiable(requestedChanges.aggregate), tables: requestedChanges.tables },
  { ...verifiable(threads.aggregate), tables: threads.tables },
  { ...verifiable(importedReviews.aggregate), tables: importedReviews.tables },
]
