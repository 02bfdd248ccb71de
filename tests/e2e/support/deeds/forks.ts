import { deed } from './deed.ts'

/**
 * What each intent on a fork of a history answers to whom. While a history is signed as it should be nothing is forked, by
 * nobody: `tests/e2e/forked-history.spec.ts` does it where it is not.
 */
export const forkRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
fork.propose         401    401  422      403     403    403     422   422           422 | -    -        -         -        -         -
fork.confirm         401    401  404      403     403    404     404   404           404 | -    -        -         -        -         -
fork.withdraw        401    401  404      403     403    403     404   404           404 | -    -        -         -        -         -
`

/** One right input for every intent on a fork. */
export const forkDeeds = [
  deed('fork.propose', '/team/history/fork', { reason: 'The disk died.' }),
  deed('fork.confirm', '/team/history/fork', { number: '1' }),
  deed('fork.withdraw', '/team/history/fork', { number: '1' }),
]
