import { deeds } from '#app/routes/claims/deeds.server.ts'
import { editComment, reopenThread, reply, resolveThread, withdrawComment } from '#server/review/commands/threads.ts'

export const action = deeds({
  'comment.add': reply,
  'comment.edit': editComment,
  'comment.withdraw': withdrawComment,
  'thread.resolve': resolveThread,
  'thread.reopen': reopenThread,
})
