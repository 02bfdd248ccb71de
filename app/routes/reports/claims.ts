import { deeds } from '#app/routes/claims/deeds.server.ts'
import { makeClaim } from '#server/claims/commands.ts'

export const action = deeds({ 'claim.make': makeClaim })
