import { attempt } from '#db/schema/identity.ts'
import { demoMembers } from '#server/demo/team.ts'
import { startServer, type RunningServer } from '#tests/e2e/support/server.ts'

// Whether the time of an answer tells who has an account. Tries of both kinds are sent in
// turn through the real routes of a built server; the counters are emptied between rounds, or they would answer. A second
// address that nobody has says how far apart the same thing is measured here: on a busy machine, further than the limit.
const tries = 200
const round = 6
const known = demoMembers[0]?.email ?? ''
const unknown = 'checkerx@example.org'
const control = 'checkery@example.org'
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

const shuffled = (all: readonly string[]): string[] =>
  all
    .map((each) => [Math.random(), each] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, each]) => each)

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
  const emails = [known, unknown, control]
  const times = new Map(emails.map((email) => [email, [] as number[]]))
  for (let i = 0; i < tries; i++) {
    if (i % round === 0) {
      await server.inDatabase((db) => db.delete(attempt))
      await timeOf(server, route, 'first@example.org')
    }
    // In any order: what one leaves behind must not always meet the same other.
    for (const email of shuffled(emails)) times.get(email)?.push(await timeOf(server, route, email))
  }
  const [here = 0, nowhere = 0, again = 0] = emails.map((email) => median(times.get(email) ?? []))
  const apart = (a: number, b: number) => Math.abs(a - b) / here
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`
  process.stdout.write(
    `${route.name}, median of ${tries} each: ${here.toFixed(2)} ms known, ${nowhere.toFixed(2)} ms unknown, ` +
      `${percent(apart(here, nowhere))} apart; the unknown one and another like it: ${percent(apart(nowhere, again))}\n`,
  )
  return apart(here, nowhere) < most
}

/** Measures both routes, and says whether the figures hold. */
export async function benchEnumeration(): Promise<void> {
  const server = await startServer()
  try {
    for (const route of routes) await timeOf(server, route, unknown)
    for (const route of routes) if (!(await measure(server, route))) process.exitCode = 1
  } finally {
    await server.stop()
  }
}
