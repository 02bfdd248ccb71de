import { addPassage, withdrawPassage } from '#server/claims/commands.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'passage.add': addPassage, 'passage.withdraw': withdrawPassage })
