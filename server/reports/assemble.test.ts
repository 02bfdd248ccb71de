import { expect, it } from 'vitest'
import { assembled } from './assemble.ts'
import type { ClaimData, RelationData, WorkspaceData } from './workspace.ts'

const claim = (id: string, position: number, seqs: Pick<ClaimData, 'correctedSeq' | 'checkedSeq'>) =>
  ({
    id,
    position,
    ...seqs,
    createdAt: '',
    dueOn: '',
    withdrawn: false,
    evidence: [],
    figures: [],
    relations: [],
  }) as unknown as ClaimData

const relation = (claimId: string, parts: readonly string[]): RelationData => ({
  id: `${claimId}-${parts.join('-')}`,
  claimId,
  kind: 'depends-on',
  figureId: '',
  parts,
  partFigures: parts.map(() => ''),
  note: '',
  seq: 1,
})

it('a claim that was checked before one that it hangs together with was corrected says so, until it is checked again', () => {
  const related = {
    ...claim('sum', 1, { correctedSeq: 0, checkedSeq: 5 }),
    relations: [relation('sum', ['part', 'other'])],
  }
  const claims = [
    related,
    claim('part', 2, { correctedSeq: 9, checkedSeq: 10 }),
    claim('other', 3, { correctedSeq: 0, checkedSeq: 12 }),
    claim('alone', 4, { correctedSeq: 0, checkedSeq: 1 }),
  ]
  const elsewhere = { claimId: 'c', statement: 'It rose.', reportId: 'r', title: 'Budget' }
  const correctedElsewhere = [{ claimId: 'alone', reportId: 'own', corrected: elsewhere }]
  const data = { claims, correctedElsewhere, sources: [], changes: [], today: '2025-05-23' } as unknown as WorkspaceData
  expect(assembled(data).claims.map(({ besideCorrected }) => besideCorrected)).toEqual([[2], [], [], []])
  expect(assembled(data).claims.map((each) => each.correctedElsewhere)).toEqual([[], [], [], [elsewhere]])
  const again = [{ ...related, checkedSeq: 11 }, ...claims.slice(1)]
  expect(assembled({ ...data, claims: again }).claims.map(({ besideCorrected }) => besideCorrected)).toEqual([
    [],
    [],
    [],
    [],
  ])
})
