import { Writable } from 'node:stream'
import { createRequestHandler, type AppLoadContext, type ServerBuild } from '@remix-run/node'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as entry from '#app/entry.server.tsx'
import { account } from '#db/schema/identity.ts'
import { createLog } from '#server/log.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'

let database: FreshDatabase
let written: string

const to = new Writable({
  write(chunk: Buffer, _encoding, done) {
    written += chunk.toString()
    done()
  },
})
const log = createLog({ level: 'warn', to })

beforeAll(async () => {
  database = await freshDatabase()
  // A table of no fact, with a rule for what is in it.
  await database.owner.db.execute(
    sql`create table ratings (rating text constraint "a rating is short" check (length(rating) < 5))`,
  )
})
afterAll(() => database.drop())
beforeEach(() => {
  written = ''
})

const canary = 'canary-x7@example.org'
const row = { id: 'canary-id', email: canary, passwordHash: 'canary-hash' }

/** Queries that fail, by the state of PostgreSQL that they end in. */
const failing: Readonly<Record<string, () => Promise<unknown>>> = {
  async '23505'() {
    const { db } = database.app
    await db.delete(account)
    await db.insert(account).values(row)
    await db.insert(account).values({ ...row, id: 'canary-other' })
  },
  '23514': () => database.owner.db.execute(sql`insert into ratings values (${canary})`),
  '22P02': () => database.app.db.execute(sql`select ${canary}::text::integer`),
  '42601': () => database.app.db.execute(sql`select to_tsquery(${`${canary} &`})`),
}
const states = Object.keys(failing)

async function failure(state: string): Promise<unknown> {
  const error: unknown = await failing[state]?.().catch((reason: unknown) => reason)
  // What the test looks for is there to be found.
  expect(String(error)).toContain('canary')
  return error
}

it.each(states)('a query that fails with %s leaves nothing that it was asked with in the log', async (state) => {
  const error = await failure(state)
  log.error(error)
  log.error(error, 'A letter could not be sent')
  log.error({ err: error })
  expect(written.trim().split('\n')).toHaveLength(3)
  expect(written).not.toMatch(/canary/iu)
  const [first] = written.split('\n')
  expect(JSON.parse(first ?? '')).toMatchObject({
    msg: 'Something went wrong that nobody expected',
    err: {
      name: 'DrizzleQueryError',
      message: expect.stringMatching(/^Failed query: /u),
      stack: expect.arrayContaining([expect.stringContaining('logged-errors.test.ts')]),
      cause: { name: 'PostgresError', facts: { code: state, severity: 'ERROR' } },
    },
  })
})

it('a rule of the database is told by its name and its table', async () => {
  log.error(await failure('23514'))
  const { err } = JSON.parse(written) as { err: { cause: unknown } }
  expect(err.cause).toMatchObject({
    message: 'new row for relation "ratings" violates check constraint "a rating is short"',
    facts: { constraint_name: 'a rating is short', table_name: 'ratings' },
  })
})

it.each(states)('a page whose query fails with %s tells neither its reader nor the log', async (state) => {
  const ask = createRequestHandler(siteThat(() => failure(state).then((error) => Promise.reject(error as Error))))
  const context = { onError: (error: unknown) => log.error(error) } as AppLoadContext
  const answer = await ask(new Request('https://check.example/fails/now'), context)
  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toMatch(/canary/iu)
  expect(written).toContain(state)
  expect(written).not.toMatch(/canary/iu)
  written = ''
  // What an address does not take is no error of the server, and addresses may be secrets.
  const refused = await ask(new Request('https://check.example/fails/canary', { method: 'POST' }), context)
  expect(refused.status).toBe(405)
  expect(written).toBe('')
})

/** The site’s own entry, with one address whose loader is this. */
function siteThat(loader: () => Promise<unknown>): ServerBuild {
  const route = {
    hasErrorBoundary: false,
    hasAction: false,
    hasLoader: true,
    hasClientAction: false,
    hasClientLoader: false,
  }
  const assets = { url: '', version: '', entry: { module: '', imports: [] } }
  const fails = { id: 'fails', path: 'fails/:what' }
  return {
    mode: 'production',
    entry: { module: entry },
    routes: { fails: { ...fails, module: { loader } } },
    assets: { ...assets, routes: { fails: { ...fails, ...route, module: '' } } },
    publicPath: '/',
    basename: '/',
    assetsBuildDirectory: '',
    future: { v3_singleFetch: true },
    isSpaMode: false,
  } as unknown as ServerBuild
}
