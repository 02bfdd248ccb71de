import { expect, test } from 'vitest'
import {
  draftOf,
  draftsOf,
  dropDraft,
  goneDrafts,
  hasAnyDraft,
  keepDraft,
  sendDraft,
  tickedIn,
  touchedOver,
  typedIn,
} from './drafts.ts'

const typed = (value: string) => {
  const data = new FormData()
  data.append('low', value)
  data.append('parts', 'a')
  data.append('parts', 'b')
  return typedIn(data)
}

const base = { seen: 3, fields: {} }

test('what was typed between sending and the answer is told from what was sent', () => {
  const name = '/figures figure.set f'
  const untouched = sendDraft(name, typed('1'))
  expect(untouched()).toBe(false)

  keepDraft(name, { fields: typed('1'), base })
  const nothingSince = sendDraft(name, { ...typed('1'), high: '' })
  expect(nothingSince()).toBe(false)

  const takenBack = sendDraft(name, typed('1'))
  keepDraft(name, { fields: typed('12'), base })
  keepDraft(name, { fields: typed('1'), base })
  expect(takenBack()).toBe(false)

  const more = sendDraft(name, typed('1'))
  keepDraft(name, { fields: typed('12'), base })
  expect(more()).toBe(true)
  expect(draftOf(name)).toEqual({ fields: { low: '12', parts: 'a\nb' }, base })
  dropDraft(name)
})

test('a draft about something that is gone is found until it is dropped, though not while it is being sent', () => {
  for (const id of ['f', 'g']) keepDraft(`/figures figure.set ${id}`, { fields: typed(id), base })
  expect(draftsOf('/figures', 'figure.set').map(({ subject }) => subject)).toEqual(['f', 'g'])
  const gone = () => goneDrafts('/figures', 'figure.set', ['new', 'g']).map(({ subject }) => subject)
  expect(gone()).toEqual(['f'])
  const answered = sendDraft('/figures figure.set f', typed('f'))
  expect(gone()).toEqual([])
  answered()
  expect(gone()).toEqual(['f'])
  dropDraft('/figures figure.set f')
  dropDraft('/figures figure.set g')
  expect(gone()).toEqual([])
  expect(hasAnyDraft()).toBe(false)
})

test('only what was touched goes over what others saved meanwhile', () => {
  const filled = { claimant: '', place: '', note: 'x' }
  const mine = { fields: { claimant: 'Kyiv', place: '', note: '', more: '1' }, base: { seen: 3, fields: filled } }
  const standing = { claimant: 'Moscow', place: 'Lviv', note: 'y' }
  expect(touchedOver(standing, mine)).toEqual({ claimant: 'Kyiv', place: 'Lviv', note: '', more: '1' })
})

test('boxes come back as they were left, also when none of them was ticked', () => {
  const left = typed('1')
  expect(tickedIn(left, 'parts', ['c'])).toEqual(['a', 'b'])
  expect(tickedIn(left, 'roles', ['c'])).toEqual([])
  expect(tickedIn({}, 'parts', ['c'])).toEqual(['c'])
})
