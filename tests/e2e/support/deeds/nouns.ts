import type { APIRequestContext } from '@playwright/test'
import type { RunningServer } from '../server.ts'
import { claimDeeds, claimRights } from './claims.ts'
import type { Deed } from './deed.ts'
import { evidenceDeeds, evidenceRights } from './evidence.ts'
import { memberDeeds, memberRights } from './identity.ts'
import { erasureDeeds, erasureRights } from './erasures.ts'
import { holdDeeds, holdRights } from './holds.ts'
import { forkDeeds, forkRights } from './forks.ts'
import { inboxDeeds, inboxRights } from './inbox.ts'
import { importDeeds, importRights } from './imports.ts'
import { publicationDeeds, publicationRights } from './publication.ts'
import { requestDeeds, requestRights } from './requests.ts'
import { retentionDeeds, retentionRights } from './retention.ts'
import { reviewDeeds, reviewRights } from './review.ts'
import { settingsDeeds, settingsRights } from './settings.ts'
import { threadDeeds, threadRights } from './threads.ts'
import { wholeDeeds, wholeRights } from './whole.ts'

/** On what deeds are done: a report like the demo's, in a team with an admin. */
export interface Place {
  readonly server: Pick<RunningServer, 'inDatabase' | 'baseURL'>
  readonly reportId: string
  readonly admin: { readonly request: APIRequestContext }
  /** Who brought in the report. */
  readonly checker: { readonly request: APIRequestContext }
}

/** The intents of a noun: what they answer to whom, and one right input for each. */
export interface NounOfDeeds {
  readonly rights: string
  deeds(place: Place): Promise<Deed[]>
}

/** Every noun that has intents. Reports are approved first: whoever makes or moves a claim becomes an author of their list. */
export const nounsOfDeeds: readonly NounOfDeeds[] = [
  { rights: reviewRights, deeds: ({ server, reportId }) => reviewDeeds(server, reportId) },
  { rights: publicationRights, deeds: ({ server, reportId, checker }) => publicationDeeds(server, reportId, checker) },
  { rights: wholeRights, deeds: ({ server, checker }) => wholeDeeds(server, checker) },
  { rights: claimRights, deeds: ({ server, reportId }) => claimDeeds(server, reportId) },
  { rights: evidenceRights, deeds: ({ server, reportId }) => evidenceDeeds(server, reportId) },
  { rights: threadRights, deeds: ({ server, reportId }) => threadDeeds(server, reportId) },
  { rights: requestRights, deeds: ({ server, reportId, checker }) => requestDeeds(server, reportId, checker) },
  { rights: settingsRights, deeds: ({ server }) => settingsDeeds(server) },
  { rights: forkRights, deeds: async () => forkDeeds },
  { rights: erasureRights, deeds: ({ server, reportId }) => erasureDeeds(server, reportId) },
  { rights: holdRights, deeds: async ({ reportId }) => holdDeeds(reportId) },
  { rights: retentionRights, deeds: ({ server, reportId }) => retentionDeeds(server, reportId) },
  { rights: importRights, deeds: ({ server, reportId }) => importDeeds(server, reportId) },
  { rights: inboxRights, deeds: async () => inboxDeeds },
  { rights: memberRights, deeds: ({ server, admin }) => memberDeeds(server, admin) },
]
