import { expect, it } from 'vitest'
import { claimForm } from '#tests/support/claim-form.ts'
import { formText, type CorrectionForm } from './form.ts'
import { previewed } from './previewed.ts'

/** A moment of one day, by its hour. */
const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`
const correction = (wrong: string): CorrectionForm => ({ wrong, now: 'So.', why: 'A slip.', since: '2026-03-01' })
const [first, second] = [correction('One.'), correction('Two.')]

const published = (number: number, hour: number, corrections: readonly CorrectionForm[], from = hour) => ({
  number,
  seq: hour,
  reportId: 'r',
  slug: 's',
  hash: `hash ${number}`,
  form: formText(claimForm({ corrections })),
  by: 'emil',
  at: at(hour),
  visibleFrom: at(from),
  approvedBy: ['emil'],
  unsaved: [],
  note: '',
  signedAs: hour,
})
const takenBack = (number: number, hour: number) => {
  return { seq: hour, number, how: 'unpublished', note: 'Forged.', by: 'emil', at: at(hour) } as const
}
const shown = (
  publications: ReturnType<typeof published>[],
  corrections: readonly CorrectionForm[],
  more: { hash?: string; retractions?: ReturnType<typeof takenBack>[] } = {},
) => {
  const standing = { form: claimForm({ corrections }), hash: 'new', publications, retractions: [], ...more }
  const { form, ...rest } = previewed(standing, at(12))
  return { ...rest, corrections: form.corrections }
}

it('a claim that readers never had is new to them, whatever was corrected and taken back before', () => {
  const fresh = { number: 1, publishedAt: at(12), changedAt: at(12), correctedAt: [], corrections: [] }
  expect(shown([], [])).toEqual(fresh)
  const unseen = [published(1, 1, [], 20)]
  expect(shown(unseen, [first], { retractions: [takenBack(1, 2)] })).toEqual(fresh)
})

it('each correction is told since readers have it, and not when it came with what they saw first', () => {
  const one = [published(1, 1, [first])]
  expect(shown(one, [first, second])).toMatchObject({ number: 2, corrections: [second], correctedAt: [at(12)] })
  const two = [...one, published(2, 5, [first, second])]
  expect(shown(two, [first, second])).toMatchObject({ number: 3, corrections: [second], correctedAt: [at(5)] })
  expect(shown(two, [])).toMatchObject({ publishedAt: at(1), changedAt: at(12) })
})

it('what stands as it was published is shown as readers have it, or will', () => {
  const later = [published(1, 1, [], 20)]
  expect(shown(later, [], { hash: 'hash 1' })).toMatchObject({ number: 1, publishedAt: at(20), changedAt: at(20) })
  const both = [published(1, 1, []), published(2, 5, [first])]
  expect(shown(both, [first], { hash: 'hash 2' })).toMatchObject({ number: 2, changedAt: at(5), correctedAt: [at(5)] })
})
