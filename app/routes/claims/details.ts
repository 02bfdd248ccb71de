import { classifyClaim, describeClaim, setAppearance, setDueDate } from '#server/claims/commands.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({
  'claim.describe': describeClaim,
  'claim.appear': setAppearance,
  'claim.classify': classifyClaim,
  'claim.due': setDueDate,
})
