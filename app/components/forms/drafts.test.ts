import { expect, test } from 'vitest'
import { draftOf, draftsOf, dropDraft, goneDrafts, hasAnyDraft, keepDraft, sendDraft, typedIn } from './drafts.ts'

const typed = (value: string) => {
  const data = new FormData()
  data.append('low', value)
  data.append('parts', 'a')
  data.append('parts', 'b')
  return typedIn(data)
}

test('what was typed between sending and the answer is told from what was sent', () => {
  const name = '/figures figure.set f'
  const untouched = sendDraft(name, typed('1'))
  expect(untouched()).toBe(false)

  keepDraft(name, typed('1'), 3)
  const nothingSince = sendDraft(name, { ...typed('1'), high: '' })
  expect(nothingSince()).toBe(false)

  const takenBack = sendDraft(name, typed('1'))
  keepDraft(name, typed('12'), 3)
  keepDraft(name, typed('1'), 3)
  expect(takenBack()).toBe(false)

  const more = sendDraft(name, typed('1'))
  keepDraft(name, typed('12'), 3)
  expect(more()).toBe(true)
  expect(draftOf(name)).toEqual({ fields: { low: '12', parts: 'a\nb' }, seen: 3 })
  dropDraft(name)
})

test('a draft about something that is gone is found until it is dropped, though not while it is being sent', () => {
  for (const id of ['f', 'g']) keepDraft(`/figures figure.set ${id}`, typed(id), 3)
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
