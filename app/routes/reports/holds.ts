import { deeds } from '#app/routes/claims/deeds.server.ts'
import { liftHold, placeHold } from '#server/reports/commands/holds.ts'

export const action = deeds({ 'hold.place': placeHold, 'hold.lift': liftHold })
