import { expect, it } from 'vitest'
import { untilSeen } from './until-seen.ts'

const now = '2026-03-01T10:00:00.000Z'
const at = (time: string, readers: 'seen' | 'later' | 'unsigned' | 'never' = 'later') => ({
  readers,
  visibleFrom: `2026-03-01T${time}Z`,
})
const shown = (...publications: ReturnType<typeof at>[]) => ({ publications })

it('a page waits for the first publication that readers will see, by the clock of the server', () => {
  expect(untilSeen({ now, open: shown(at('12:00:00'), at('10:00:05'), at('10:00:01', 'never')), whole: null })).toBe(
    5_000,
  )
  expect(untilSeen({ now, open: null, whole: shown(at('09:00:00', 'seen'), at('11:00:00')) })).toBe(3_600_000)
  // Its time came while the page was made.
  expect(untilSeen({ now, open: shown(at('09:59:59')), whole: null })).toBe(0)
  expect(untilSeen({ now, open: shown(at('09:00:00', 'seen')), whole: null })).toBeNull()
  expect(untilSeen({ now, open: null, whole: null })).toBeNull()
  // Nobody does anything that would tell when it is signed.
  expect(untilSeen({ now, open: shown(at('09:00:00', 'unsigned'), at('12:00:00')), whole: null })).toBe(5_000)
})
