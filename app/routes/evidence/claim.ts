import { deeds } from '#app/routes/claims/deeds.server.ts'
import { attachEvidence, editEvidence, withdrawEvidence } from '#server/evidence/commands.ts'

export const action = deeds({
  'evidence.attach': attachEvidence,
  'evidence.edit': editEvidence,
  'evidence.withdraw': withdrawEvidence,
})
