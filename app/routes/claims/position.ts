import { moveClaim } from '#server/claims/commands/order.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'claim.move': moveClaim })
