import { expect, it } from 'vitest'
import type { Stage } from '../claims/stage.ts'
import type { Role } from '../policy/roles.ts'
import { whyNotReport } from './why-not-report.ts'

const actor = (personId: string, ...roles: Role[]) => ({ personId, name: '', teamId: 't', roles, sessionId: '' })
const [mara, edith] = [actor('mara', 'checker', 'editor'), actor('edith', 'editor')]

const published = { number: 1, seq: 1, hash: 'f0', form: '', by: 'emil', at: '', visibleFrom: '', approvedBy: [] }
const situation = (stage: Stage) => ({
  stage,
  hash: 'f1',
  authors: ['mara'],
  claims: 2,
  unpublished: 1,
  whyNotPublishIt: null,
  approvedBy: ['emil'],
  needed: 1,
  published: { publications: [published], retractions: [] },
  hasPage: true,
})

it('says beside each button why this person cannot press it now', () => {
  const approved = situation('approved')
  const cases: [string | null, string | null][] = [
    [whyNotReport(edith, approved)['report.approve'], null],
    [
      whyNotReport(mara, approved)['report.approve'],
      'You are an author of this list: you brought the report in; made, imported, moved, withdrew, restored, split or merged claims of it; or changed, took up or took back claims that were approved, or in the last list, and are not in this one. Another editor must approve it.',
    ],
    [
      whyNotReport(edith, { ...approved, claims: 0 })['report.approve'],
      'No claim of this report is approved yet: the list is empty.',
    ],
    [
      whyNotReport(edith, { ...approved, approvedBy: ['edith'] })['report.approve'],
      'You approved exactly this already.',
    ],
    [whyNotReport(actor('oleh', 'checker'), approved)['report.return'], 'Your role in this team does not allow this.'],
    [whyNotReport(edith, approved)['report.publish'], null],
    [
      whyNotReport(edith, { ...approved, approvedBy: [] })['report.publish'],
      'The list changed since it was approved, or its approver became an author or is no editor any more. Look at it again: it needs a new approval.',
    ],
    [
      whyNotReport(edith, { ...approved, hash: 'f0', unpublished: 0 })['report.publish'],
      'Exactly this is published already.',
    ],
    [whyNotReport(edith, { ...approved, hash: 'f0' })['report.publish'], null],
    [
      whyNotReport(edith, { ...approved, unpublished: 51 })['report.publish'],
      'More than 50 of its claims are not published yet. Publish some of them first.',
    ],
    [whyNotReport(edith, { ...approved, whyNotPublishIt: '“One”: no.' })['report.publish'], '“One”: no.'],
    [
      whyNotReport(edith, { ...approved, hasPage: false })['report.publish'],
      'The team has no public page yet. An admin makes one in the team’s settings.',
    ],
    [whyNotReport(edith, situation('in-review'))['report.publish'], 'It is approved first.'],
    [whyNotReport(edith, situation('open'))['report.publish'], 'A report that is open cannot be published.'],
    [whyNotReport(edith, situation('published'))['report.retract'], null],
    [
      whyNotReport(edith, { ...situation('published'), published: { publications: [], retractions: [] } })[
        'report.retract'
      ],
      'Readers have no publication of this report.',
    ],
  ]
  for (const [found, wanted] of cases) expect(found).toBe(wanted)
})
