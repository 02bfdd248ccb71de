import { expect, test } from 'vitest'
import { loads } from '#app/http/context.server.ts'
import { Problem } from '#server/errors.ts'
import { whyClosed } from './closed-link.tsx'

/** What a page's boundary gets of what its loader throws. */
async function met(problem: Problem) {
  const load = loads(async () => {
    throw problem
  })
  const thrown: unknown = await load({ params: { token: 't' } } as never).catch((error: unknown) => error)
  if (!(thrown instanceof Response)) throw thrown
  const { status, statusText, headers } = thrown
  return { error: { status, statusText, internal: false, data: await thrown.json() }, headers }
}

test('a link that opens nothing shows the server’s sentence', async () => {
  const { error } = await met(new Problem('not-found', 'Whoever invited you is no admin.'))
  expect(whyClosed(error)).toEqual({ sentence: 'Whoever invited you is no admin.', isForGood: true })
})

test('so does one that was tried too often, with when to try again', async () => {
  const { error, headers } = await met(new Problem('too-many', 'Try again in a minute.', {}, 60))
  expect(whyClosed(error)).toEqual({ sentence: 'Try again in a minute.', isForGood: false })
  expect(headers.get('retry-after')).toBe('60')
})

test('what no link is to blame for stays an error', async () => {
  const { error } = await met(new Problem('unavailable', 'The database does not answer.'))
  expect([whyClosed(error), whyClosed(new Error('Oh.'))]).toEqual([null, null])
})
