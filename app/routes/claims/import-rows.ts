import { importClaims } from '#server/claims/commands/csv.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'claims.import': importClaims })
