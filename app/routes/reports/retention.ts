import { deeds } from '#app/routes/claims/deeds.server.ts'
import { keepReport, reviewRetention } from '#server/reports/commands/retention.ts'

export const action = deeds({ 'retention.keep': keepReport, 'retention.review': reviewRetention })
