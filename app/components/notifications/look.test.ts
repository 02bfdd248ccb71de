import { afterEach, expect, it, vi } from 'vitest'
import { changePageState, pageState } from '#app/http/page-state.ts'
import { lookWhenHeard, newsOf } from './look.ts'

afterEach(() => vi.unstubAllGlobals())

it('looks as soon as the page hears of something; of what comes meanwhile there is one more look', async () => {
  vi.stubGlobal('document', { visibilityState: 'visible' })
  let unread = 0
  const answer: (() => void)[] = []
  const fetched = vi.fn(async () => {
    await new Promise<void>((resolve) => answer.push(resolve))
    return Response.json({ unread })
  })
  vi.stubGlobal('fetch', fetched)
  const stop = lookWhenHeard()
  changePageState({ heard: 1 })
  expect(fetched).toHaveBeenCalledTimes(1)
  for (const heard of [2, 3, 4]) changePageState({ heard })
  expect(fetched).toHaveBeenCalledTimes(1)
  unread = 1
  answer[0]?.()
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(2))
  expect(pageState().unread).toBe(1)
  unread = 4
  answer[1]?.()
  await vi.waitFor(() => expect(pageState().unread).toBe(4))
  stop()
  changePageState({ heard: 5 })
  expect(fetched).toHaveBeenCalledTimes(2)
})

it('says aloud that there is more, and takes it back as soon as the number is another one', () => {
  expect(newsOf(3, 4)).toBe('Something new in your inbox: 4 unread.')
  expect([newsOf(4, 3), newsOf(4, 0)]).toEqual(['', ''])
  expect(newsOf(4, 120)).toBe('Something new in your inbox: 99+ unread.')
})
