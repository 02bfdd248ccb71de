import { expect, test } from 'vitest'
import { keptLoader } from './kept-loader.ts'

const asking = (path: string, serverLoader: () => Promise<unknown>) =>
  ({ request: new Request(`http://localhost${path}`), params: {}, serverLoader }) as never
const unreachable = () => Promise.reject(new TypeError('Failed to fetch'))

test('a page keeps what it shows while the server cannot be reached', async () => {
  const load = keptLoader()
  await expect(load(asking('/reports/1', unreachable))).rejects.toThrow('Failed to fetch')
  expect(await load(asking('/reports/1', async () => 'one'))).toBe('one')
  expect(await load(asking('/reports/1?claim=2', unreachable))).toBe('one')
  await expect(load(asking('/reports/2', unreachable))).rejects.toThrow('Failed to fetch')
})

test('what the server says is not hidden', async () => {
  const load = keptLoader()
  await load(asking('/reports/1', async () => 'one'))
  const gone = Promise.reject(new Response(null, { status: 404 }))
  await expect(load(asking('/reports/1', () => gone))).rejects.toMatchObject({ status: 404 })
})
