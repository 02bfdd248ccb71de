import { describeClaim } from '#server/claims/commands.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'claim.describe': describeClaim })
