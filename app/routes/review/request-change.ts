import { deeds } from '#app/routes/claims/deeds.server.ts'
import { requestChange } from '#server/review/commands/requested-changes.ts'

export const action = deeds({ 'change.request': requestChange })
