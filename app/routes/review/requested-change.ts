import { deeds } from '#app/routes/claims/deeds.server.ts'
import {
  acceptChange,
  declineChange,
  finishChange,
  reopenChange,
  withdrawChange,
} from '#server/review/commands/requested-changes.ts'

export const action = deeds({
  'change.accept': acceptChange,
  'change.decline': declineChange,
  'change.finish': finishChange,
  'change.withdraw': withdrawChange,
  'change.reopen': reopenChange,
})
