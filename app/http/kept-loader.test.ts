import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keptLoader, keptShellLoader } from './kept-loader.ts'
import { changePageState, pageState } from './page-state.ts'

const asking = (path: string, serverLoader: () => Promise<unknown>) =>
  ({ request: new Request(`http://localhost${path}`), params: {}, serverLoader }) as never
const unreachable = () => Promise.reject(new TypeError('Failed to fetch'))
const broken = () => Promise.reject(new Error('Unable to decode turbo-stream response'))
const gone = () => Promise.reject(new Response(null, { status: 404 }))

const mara = { personId: 'mara', name: 'Mara', teamId: 'desk' }
const edith = { personId: 'edith', name: 'Edith', teamId: 'desk' }

beforeEach(() =>
  changePageState({
    person: null,
    signedOut: false,
    instead: null,
    left: null,
    stale: false,
    unsaved: false,
    teamNews: 0,
  }),
)
afterEach(() => vi.unstubAllGlobals())

test.each([unreachable, broken])('a page keeps what it shows while loading fails, and knows it', async (failure) => {
  const load = keptLoader(() => mara)
  await expect(load(asking('/reports/1', failure))).rejects.toThrow(Error)
  expect(await load(asking('/reports/1', async () => 'one'))).toBe('one')
  expect(await load(asking('/reports/1?claim=2', failure))).toBe('one')
  expect(pageState().stale).toBe(true)
  await expect(load(asking('/reports/2', failure))).rejects.toThrow(Error)
  expect(await load(asking('/reports/1', async () => 'two'))).toBe('two')
  expect(pageState().stale).toBe(false)
})

test('a refusal is not hidden, except while words wait to be copied', async () => {
  const load = keptLoader(() => mara)
  await load(asking('/reports/1', async () => 'one'))
  await expect(load(asking('/reports/1', gone))).rejects.toMatchObject({ status: 404 })
  changePageState({ unsaved: true })
  expect(await load(asking('/reports/1', gone))).toBe('one')
  expect(pageState()).toMatchObject({ stale: false, refused: true })
  await load(asking('/reports/1', async () => 'one'))
  expect(pageState().refused).toBe(false)
})

const header = (of: string) => ({ of, upTo: 0 })

test('what every page shows is kept at every address', async () => {
  const load = keptShellLoader<ReturnType<typeof header>>(() => mara)
  await load(asking('/reports/1', async () => header('checker')))
  expect(await load(asking('/', broken))).toMatchObject(header('checker'))
})

test('the header says up to which news of the team it was loaded, however its load ends', async () => {
  const load = keptShellLoader<ReturnType<typeof header>>(() => mara)
  const heard = () => changePageState({ teamNews: pageState().teamNews + 1 })
  await load(asking('/reports/1', async () => header('checker')))
  heard()
  expect(await load(asking('/reports/1', broken))).toEqual({ of: 'checker', upTo: 0 })
  const during = await load(
    asking('/reports/1', async () => {
      heard()
      return header('auditor')
    }),
  )
  expect(during).toEqual({ of: 'auditor', upTo: 1 })
  expect(await load(asking('/reports/1', async () => header('auditor')))).toEqual({ of: 'auditor', upTo: 2 })
})

test('what was loaded for somebody else does not take the place of what the page shows', async () => {
  const load = keptLoader(({ viewer }: { viewer: typeof mara }) => viewer)
  const forMara = { viewer: mara }
  await load(asking('/reports/1', async () => forMara))
  expect(await load(asking('/reports/1', async () => ({ viewer: edith })))).toBe(forMara)
  expect(pageState()).toMatchObject({ person: mara, signedOut: true, instead: edith })
  const again = { viewer: mara }
  expect(await load(asking('/reports/1', async () => again))).toBe(again)
  expect(pageState()).toMatchObject({ person: mara, signedOut: false, instead: null })
})

test('what a page knows is brought up to date by news, where there are any', async () => {
  let news: ((now: string) => string) | null = null
  const load = keptLoader(
    () => mara,
    async () => news,
  )
  const whole = asking('/reports/1', async () => 'whole')
  expect(await load(whole)).toBe('whole')
  news = (now) => `${now}, news`
  expect(await load(whole)).toBe('whole, news')
  expect(await load(whole)).toBe('whole, news, news')
  news = null
  expect(await load(whole)).toBe('whole')
  news = () => 'never asked for'
  expect(await load(asking('/reports/2', async () => 'another'))).toBe('another')
})

test('whoever has left the team of an open page is told that, and no reason before it is known', async () => {
  const load = keptShellLoader(({ viewer }: { viewer: typeof mara | null; upTo: number }) => viewer)
  const shown = { viewer: mara, upTo: 0 }
  await load(asking('/reports/1', async () => shown))
  vi.stubGlobal('fetch', async () => Response.json({ viewer: null, left: 'Desk' }))
  expect(await load(asking('/reports/1', async () => ({ viewer: null, upTo: 0 })))).toEqual(shown)
  expect(pageState()).toMatchObject({ signedOut: true, asking: true, left: null })
  await vi.waitFor(() => expect(pageState()).toMatchObject({ signedOut: true, asking: false, left: 'Desk' }))
  await load(asking('/reports/1', async () => shown))
  expect(pageState()).toMatchObject({ person: mara, signedOut: false, left: null })
})
