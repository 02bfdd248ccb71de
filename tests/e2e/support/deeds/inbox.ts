import { deed, type Deed } from './deed.ts'

/** What each intent of one's own inbox answers to whom: what somebody has read is no fact, and everybody's own. */
export const inboxRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
read                 401    401  200      200     200    200     200   200           200 | -    -        -         -        -         -
readAll              401    401  200      200     200    200     200   200           200 | -    -        -         -        -         -
`

/** One right input for every intent of the inbox. */
export const inboxDeeds: Deed[] = [
  deed('read', '/inbox/marks', { seq: '1' }),
  deed('readAll', '/inbox/marks', { seq: '1' }),
]
