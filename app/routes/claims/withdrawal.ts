import { withdrawClaim, restoreClaim } from '#server/claims/commands.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'claim.withdraw': withdrawClaim, 'claim.restore': restoreClaim })
