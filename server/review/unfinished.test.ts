import { expect, it } from 'vitest'
import type { ClaimView, RelationView } from '../reports/workspace.ts'
import { standardRules } from './rules.ts'
import { unfinished } from './unfinished.ts'

const source = (publisher: string) => ({ url: `https://${publisher}.example/1`, publisher, kind: 'secondary' })
const supported = (publisher: string) => ({ stance: 'supports', source: source(publisher) })
const finished = {
  id: 'sum',
  statement: 'Each side received 390 people',
  analysis: '',
  verdict: { rating: 'true', reason: 'Both say so.', second: null },
  evidence: [supported('agency'), supported('ministry')],
  openThreads: 0,
} as unknown as ClaimView

const relation = (holds: RelationView['holds'], ...claimIds: readonly string[]) => {
  const [own, ...parts] = claimIds.map((claimId) => ({ claimId, figure: '' }))
  return { holds, own, parts } as unknown as RelationView
}
const among = (...relations: readonly RelationView[]) => ({ rules: standardRules, relations })

it('says of a claim in the workspace what an approval of it misses, by the rules of its team', () => {
  expect(unfinished(finished, among())).toEqual([])
  const begun = { ...finished, verdict: null, evidence: finished.evidence.slice(1), openThreads: 1 }
  expect(unfinished(begun, among())).toEqual([
    'There is no verdict.',
    '1 independent source; the team asks for 2. One publisher or one site counts once, and context does not count.',
    '1 discussion is open.',
  ])
  const second = { ...standardRules, second: { on: true, minimum: 0 } }
  expect(unfinished(finished, { ...among(), rules: second })).toHaveLength(1)
  const seconded = { ...finished, verdict: { ...finished.verdict, second: { by: 'Oleg', reason: '' } } } as ClaimView
  expect(unfinished(seconded, { ...among(), rules: second })).toEqual([])
})

it('counts the relations that do not hold and that the claim is an end of', () => {
  const relations = [relation('no', 'sum', 'a'), relation('no', 'whole', 'sum'), relation('yes', 'sum', 'b')]
  expect(unfinished(finished, among(...relations, relation('no', 'a', 'b')))[0]).toMatch(/^2 relations do not hold/u)
})
