import { assignClaim, withdrawAssignment } from '#server/claims/commands.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'assignment.give': assignClaim, 'assignment.withdraw': withdrawAssignment })
