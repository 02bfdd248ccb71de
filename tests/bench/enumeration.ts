import { attempt } from '#db/schema/identity.ts'
import { demoMembers } from '#server/demo/team.ts'
import { startServer, type RunningServer } from '#tests/e2e/support/server.ts'

// `npm run bench:enumeration`: whether the time of an answer tells who has an account. Tries of both kinds are sent in
// turn through the real routes of a built server; the counters are emptied between rounds, or they would answer.
const tries = 200
const round = 8
const known = demoMembers[0]?.email ?? ''
const unknown = 'checkerx@example.org'
/** Of the median of the known ones. */
const most = 0.05

interface Route {
  readonly name: string
  readonly path: string
  readonly fields: (email: string) => Record<string, string>
  readonly status: number
}

const routes: readonly Route[] = [
  {
    name: 'sign-in with a wrong password',
    path: '/sign-in',
    fields: (email) => ({ email, password: 'not the password' }),
    status: 422,
  },
  { name: 'asking for a reset link', path: '/sign-in/forgotten', fields: (email) => ({ email }), status: 200 },
]

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN

async function timeOf({ baseURL }: RunningServer, { path, fields, status }: Route, email: string): Promise<number> {
  const begun = performance.now()
  const headers = { origin: baseURL, accept: 'text/html' }
  const answer = await fetch(`${baseURL}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields(email)) })
  await answer.text()
  const took = performance.now() - begun
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}.`)
  return took
}

async function measure(server: RunningServer, route: Route): Promise<boolean> {
  const times: Record<string, number[]> = { [known]: [], [unknown]: [] }
  for (let i = 0; i < tries; i++) {
    if (i % round === 0) await server.inDatabase((db) => db.delete(attempt))
    // Which goes first changes, so that what one leaves behind does not always meet the same other.
    for (const email of i % 2 === 0 ? [known, unknown] : [unknown, known]) {
      times[email]?.push(await timeOf(server, route, email))
    }
  }
  const [here, nowhere] = [median(times[known] ?? []), median(times[unknown] ?? [])]
  const difference = Math.abs(here - nowhere) / here
  const figures = `${here.toFixed(2)} ms known, ${nowhere.toFixed(2)} ms unknown, ${(difference * 100).toFixed(1)} % apart`
  process.stdout.write(`${route.name}, median of ${tries} each: ${figures}\n`)
  return difference < most
}

const server = await startServer()
try {
  for (const route of routes) await timeOf(server, route, unknown)
  const passed: boolean[] = []
  for (const route of routes) passed.push(await measure(server, route))
  process.exitCode = passed.every(Boolean) ? 0 : 1
} finally {
  await server.stop()
}
