import { giveRating, setVerdict } from '#server/claims/commands/verdict.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'verdict.set': setVerdict, 'rating.give': giveRating })
