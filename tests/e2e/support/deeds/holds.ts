import { deed, type Deed } from './deed.ts'

/** What each intent on a legal hold of a report answers to whom. */
export const holdRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
hold.place           401    401  404      403     200    403     200   200           200 | -    -        -         -        -         -
hold.lift            401    401  404      403     200    403     200   200           200 | -    -        -         -        -         -
`

/** One right input for every intent on a hold of this report. */
export const holdDeeds = (reportId: string): Deed[] => [
  deed('hold.place', `/reports/${reportId}/holds`, { reason: 'The court asks for it.' }),
  deed('hold.lift', `/reports/${reportId}/holds`, { number: '1', reason: 'It was heard.' }),
]
