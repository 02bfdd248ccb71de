import { describe, expect, it } from 'vitest'
import { reportMoves, stages, type ReportDeed, type Stage } from '../claims/stage.ts'
import { isRefusal } from '../history/aggregate.ts'
import { contentHash, formText } from '../publication/form.ts'
import { reportFormOf } from '../publication/report-form.ts'
import { reportAggregate, type ReportCommand, type ReportState } from './report.ts'

const created = {
  kind: 'report.create',
  title: 'Exchange',
  publisher: '',
  sourceUrl: '',
  language: 'en',
  text: 'It was a Friday.',
} as const

const listOf = (...hashes: string[]) => {
  const claims = hashes.map((hash) => ({ id: hash, statement: 'It was a Friday.', rating: 'true', hash }) as const)
  return formText(reportFormOf(created, claims))
}
const form = listOf('f0')

interface More {
  readonly form?: string
  readonly hash?: string
  readonly needed?: number
  readonly editors?: readonly string[]
}

const approve = (by: string, { form: text = form, ...more }: More = {}) => {
  const asked = { needed: 1, editors: ['edith', 'emil'], by, ...more }
  return { kind: 'report.approve', hash: contentHash(text), form: text, authors: ['mara'], ...asked } as const
}
const publish = (text = form, brings = false) => {
  const list = { hash: contentHash(text), form: text, visibleFrom: '', approvedBy: ['edith'] }
  return { kind: 'report.publish', ...list, brings } as const
}
const submit = { kind: 'report.submit' } as const
const sendBack = { kind: 'report.return', comment: 'One is missing.' } as const
const reopen = { kind: 'report.reopen', reason: 'Another one.' } as const
const retract = { kind: 'report.retract', note: 'The letter was forged.' } as const

type Done = readonly [by: string, command: ReportCommand]

/** What stands after these deeds, all of which are possible. */
function after(...deeds: readonly Done[]): ReportState {
  let state = reportAggregate.initial
  for (const [index, [actor, command]] of [['mara', created] as const, ...deeds].entries()) {
    const event = reportAggregate.decide(state, command)
    if (isRefusal(event)) throw new Error(event.refused)
    state = reportAggregate.evolve(state, event, { seq: index + 1, at: `2025-05-2${index}`, actor })
  }
  return state
}

const refusalOf = (state: ReportState, command: ReportCommand): string | null => {
  const decision = reportAggregate.decide(state, command)
  return isRefusal(decision) ? decision.refused : null
}

const before: Readonly<Record<Stage, ReportState>> = {
  open: after(),
  checking: after(['mara', submit], ['edith', approve('edith')], ['edith', publish()], ['mara', reopen]),
  'in-review': after(['mara', submit]),
  approved: after(['mara', submit], ['edith', approve('edith')]),
  published: after(['mara', submit], ['edith', approve('edith')], ['edith', publish()]),
}

/** Where each deed leads from each stage, read across: open, checking, in review, approved, published. */
const table: Readonly<Record<ReportDeed, string>> = {
  'report.submit': 'in-review in-review - - -',
  'report.return': '- - checking checking -',
  'report.approve': '- - approved approved -',
  'report.publish': '- - - published -',
  'report.retract': '- checking checking checking checking',
  'report.reopen': '- - checking checking checking',
}

const commands: Readonly<Record<ReportDeed, ReportCommand>> = {
  'report.submit': submit,
  'report.return': sendBack,
  'report.approve': approve('emil'),
  'report.publish': publish(listOf('0f')),
  'report.retract': retract,
  'report.reopen': reopen,
}

describe('the stages of a report', () => {
  it('are these, and no deed leads elsewhere', () => {
    for (const [deed, row] of Object.entries(table)) {
      for (const [index, to] of row.split(' ').entries()) {
        const stage = stages[index] as Stage
        // What was never published is not taken back, wherever it is.
        const state = { ...before[stage], publications: before.published.publications }
        const event = reportAggregate.decide(state, commands[deed as ReportDeed])
        const reached = isRefusal(event)
          ? '-'
          : reportAggregate.evolve(state, event, { seq: 99, at: '2025-06-01', actor: 'edith' }).report?.stage
        expect(reached, `${deed} from ${stage}`).toBe(to)
        const moves = reportMoves.filter(
          (move) => move.deed === deed && (move.from as readonly Stage[]).includes(stage),
        )
        expect(moves.map((move) => move.to as string)).toEqual(to === '-' ? [] : [to])
      }
    }
  })

  it('name why not, in words for people', () => {
    expect(refusalOf(before.open, sendBack)).toBe('A report that is open cannot be returned.')
    expect(refusalOf(before.checking, publish())).toBe('A report that is checking cannot be published.')
    expect(refusalOf(before.approved, submit)).toBe('A report that is approved cannot be submitted.')
    expect(refusalOf(reportAggregate.initial, submit)).toBe('This report does not exist.')
  })

  it('keep why it was sent back, until it is submitted again', () => {
    const returned = after(['oleh', submit], ['edith', sendBack])
    expect(returned.report).toMatchObject({ returnNote: 'One is missing.', returnedBy: 'edith', submittedBy: 'oleh' })
    expect(after(['oleh', submit], ['edith', sendBack], ['mara', submit]).report).toMatchObject({
      stage: 'in-review',
      returnNote: '',
      returnedBy: null,
      submittedBy: 'mara',
    })
  })
})

describe('an approval of a report', () => {
  it('is none of an author, of another list, of an empty one, or for the second time', () => {
    const { 'in-review': inReview, approved } = before
    expect(refusalOf(inReview, approve('mara'))).toMatch('You are an author of this list')
    expect(reportAggregate.decide(inReview, approve('mara'))).toMatchObject({ because: 'forbidden' })
    expect(refusalOf(inReview, approve('edith', { hash: contentHash(listOf('0f')) }))).toMatch(
      'changed since you looked',
    )
    expect(refusalOf(inReview, approve('edith', { form: listOf() }))).toMatch('the list is empty')
    expect(refusalOf(approved, approve('edith'))).toBe('You approved exactly this already.')
    expect(refusalOf(approved, approve('emil'))).toBeNull()
  })

  it('waits for as many editors as the team asks for, and begins anew with another list', () => {
    const one = after(['mara', submit], ['edith', approve('edith', { needed: 2 })])
    expect(one.report?.stage).toBe('in-review')
    const two = after(
      ['mara', submit],
      ['edith', approve('edith', { needed: 2 })],
      ['emil', approve('emil', { needed: 2 })],
    )
    expect(two.report?.stage).toBe('approved')
    const other = approve('emil', { form: listOf('f0', '0f'), needed: 2 })
    expect(after(['mara', submit], ['edith', approve('edith')], ['emil', other]).report?.stage).toBe('in-review')
  })

  it('is complete by a word said again, once enough are editors again', () => {
    const [first, alone] = [approve('edith', { needed: 2 }), approve('emil', { needed: 2, editors: ['emil'] })]
    const waiting = [
      ['mara', submit],
      ['edith', first],
      ['emil', alone],
    ] as const
    const refused = refusalOf(after(...waiting), approve('emil', { needed: 2, editors: ['emil'] }))
    expect(refused).toBe('You approved exactly this already.')
    expect(after(...waiting, ['emil', approve('emil', { needed: 2 })]).report?.stage).toBe('approved')
  })

  it('is complete by the word of those alone who are editors still', () => {
    const first = approve('edith', { needed: 2 })
    const alone = approve('emil', { needed: 2, editors: ['emil'] })
    expect(after(['mara', submit], ['edith', first], ['emil', alone]).report?.stage).toBe('in-review')
  })

  it('does not outlive a return', () => {
    const again = after(['mara', submit], ['edith', approve('edith')], ['edith', sendBack], ['mara', submit])
    expect(refusalOf(again, approve('edith'))).toBeNull()
  })
})

describe('a publication of a report', () => {
  it('is numbered, and not made twice of one list unless it was taken back', () => {
    const again = [
      ['mara', reopen],
      ['mara', submit],
      ['edith', approve('edith')],
    ] as const
    const first = [
      ['mara', submit],
      ['edith', approve('edith')],
      ['edith', publish()],
    ] as const
    const twice = after(...first, ...again)
    expect(refusalOf(twice, publish())).toBe('Exactly this is published already.')
    const { brings: _, ...event } = publish(form, true)
    expect(reportAggregate.decide(twice, publish(form, true))).toEqual(event)
    const takenBack = after(
      ...first,
      ['edith', retract],
      ['mara', submit],
      ['edith', approve('edith')],
      ['edith', publish()],
    )
    expect(takenBack.publications.map(({ number }) => number)).toEqual([1, 2])
    expect(takenBack.retractions).toMatchObject([{ number: 1, note: 'The letter was forged.', by: 'edith' }])
  })

  it('is not visible before it was made', () => {
    const state = after(['mara', submit], ['edith', approve('edith')], ['edith', { ...publish(), visibleFrom: '2025' }])
    expect(state.publications[0]).toMatchObject({ at: '2025-05-23', visibleFrom: '2025-05-23', approvedBy: ['edith'] })
  })

  it('is taken back only once, and only when there is one', () => {
    expect(refusalOf(before['in-review'], retract)).toBe('Readers have no publication of this report.')
    expect(
      refusalOf(
        after(['mara', submit], ['edith', approve('edith')], ['edith', publish()], ['edith', retract]),
        retract,
      ),
    ).toBe('Readers have no publication of this report.')
  })
})

it('the edition keeps its place in history, whatever becomes of the report', () => {
  const { edition, report } = reportAggregate.rows('r', 't', before.published)
  expect(edition).toEqual([{ reportId: 'r', teamId: 't', number: 1, text: created.text, seq: 1 }])
  expect(report?.[0]).toMatchObject({ id: 'r', seq: 4, stage: 'published' })
  expect(Object.keys(report?.[0] ?? {})).not.toContain('text')
})

describe('a legal hold', () => {
  const place = { kind: 'hold.place', reason: 'A court asked.' } as const
  const lift = (number: number) => ({ kind: 'hold.lift', number, reason: 'It was heard.' }) as const

  it('holds until somebody lifts it, each for itself and once', () => {
    const held = after(['edith', place], ['emil', place], ['ada', lift(1)])
    expect(held.holds.map(({ number, placedBy, liftedBy }) => [number, placedBy, liftedBy])).toEqual([
      [1, 'edith', 'ada'],
      [2, 'emil', null],
    ])
    expect(refusalOf(held, lift(1))).toBe('This hold was lifted already.')
    expect(refusalOf(held, lift(3))).toBe('There is no such hold.')
  })

  it('is of a report that exists', () => {
    expect(refusalOf(reportAggregate.initial, place)).toBe('This report does not exist.')
  })
})
