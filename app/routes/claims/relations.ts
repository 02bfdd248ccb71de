import { addRelation, withdrawRelation } from '#server/claims/commands.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'relation.add': addRelation, 'relation.withdraw': withdrawRelation })
