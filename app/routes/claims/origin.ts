import { mergeClaim, splitClaim } from '#server/claims/commands/split-merge.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'claim.split': splitClaim, 'claim.merge': mergeClaim })
