/*
 * Every deed leaves an entry, and one that fails at any of its statements leaves nothing: no row, no half, no entry. The
 * deeds are those of the tables of rights, which `matrix.spec.ts` holds against the build.
 */
import { expect, test } from '@playwright/test'
import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { makeInvitation } from '#server/identity/commands.ts'
import { fallible } from './support/faults.ts'
import { doing } from './support/deeds/deed.ts'
import { nounsOfDeeds } from './support/deeds/nouns.ts'
import { forms } from './support/deeds/pages.ts'
import { digestOfFacts } from './support/facts.ts'
import { builtManifest } from './support/manifest.ts'
import { readTable } from './support/rights-table.ts'
import { demoCast, linked } from './support/roles.ts'
import { clientOf, edit, isAcknowledgement, ownClose, send } from './support/sockets.ts'
import { openTheatre, type Theatre } from './support/theatre.ts'

/** What is no change of a team: what somebody has read, and a look at what could be imported. */
const withoutEntry = ['read', 'readAll', 'review.look']

/** A statement that no deed has. */
const none = 1_000_000

const isLong = Boolean(process.env['PLUMBLINE_LONG'])
const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

async function entriesIn(db: Database): Promise<number> {
  const [count] = await db.execute<{ entries: number }>(sql`select count(*)::int as entries from entry`)
  return count?.entries ?? 0
}

test('a deed leaves an entry when it is done, and nothing when a statement of it fails', async () => {
  console.log(`PLUMBLINE_SEED=${seed}`)
  if (isLong) test.setTimeout(600_000)
  const theatre = await openTheatre()
  const { db, server, people } = theatre
  try {
    const faults = await fallible(db)
    const entries = () => entriesIn(db)
    const place = await theatre.place()
    let failed = 0
    let turn = seed
    for (const { rights, deeds } of nounsOfDeeds) {
      const table = readTable(rights)
      for (const deed of await deeds(place)) {
        if (table.get(deed.intent)?.['all'] !== '200') continue
        // With `PLUMBLINE_LONG` at each of its statements, otherwise every fourth deed at one of them; then it is done.
        turn += 1
        const first = isLong ? 1 : turn % 4 === 0 ? 1 + ((turn / 4) % 4) : none
        const before = { entries: await entries(), digest: first === none ? '' : await digestOfFacts(server) }
        for (let at = first; ; at = isLong ? at + 1 : none) {
          await faults.failAt(at)
          const status = (await doing(people.all, server.baseURL, deed)).status()
          if (!(await faults.disarm())) {
            expect.soft(status, deed.intent).toBe(200)
            const added = (await entries()) - before.entries
            if (withoutEntry.includes(deed.intent)) expect.soft(added, deed.intent).toBe(0)
            else expect.soft(added, deed.intent).toBeGreaterThan(0)
            break
          }
          failed += 1
          expect.soft(status, `${deed.intent}, statement ${at}`).toBeGreaterThanOrEqual(500)
          const after = { entries: await entries(), digest: await digestOfFacts(server) }
          expect.soft(after, `${deed.intent}, statement ${at}`).toEqual(before)
        }
      }
    }
    expect(failed).toBeGreaterThan(isLong ? 150 : 10)
  } finally {
    await theatre.close()
  }
})

/** What is done without an intent: each address that takes a form, and words that are typed. Answers whether it was done. */
async function withoutIntent({ db, server, people }: Theatre, claimId: string): Promise<Map<string, Act>> {
  const acts = new Map<string, Act>()
  const { addresses } = await builtManifest()
  const { token } = await makeInvitation((await demoCast(db)).ada, { email: 'new@example.org', roles: ['checker'] })
  for (const { pattern } of addresses.filter(({ isPosted, intents }) => isPosted && intents.length === 0)) {
    const isJoining = pattern === '/join/:token'
    const path = pattern.replace(':id', claimId).replace(':token', isJoining ? token : 'x'.repeat(43))
    const deed = { intent: '', path, fields: forms[pattern] ?? {} }
    const who = isJoining ? people.nobody : people.all
    acts.set(pattern, async () => (await doing(who, server.baseURL, deed)).status() < 500)
  }
  // Of what is only read, this is recorded.
  const file = linked(`/claims/${claimId}/history/bundle`, people.checker)
  acts.set('export', async () => (await people.checker.request.get(file)).ok())
  const client = await clientOf(people.checker, server.baseURL, claimId)
  acts.set('typing', async () => {
    const room = `${server.baseURL}/rooms/claim/${claimId}?client=${client}`
    return (await send(room, people.checker.cookie, edit(client, 'Words. '), isAcknowledgement)) === ownClose
  })
  return acts
}

type Act = () => Promise<boolean>

test('what has no intent leaves an entry exactly when it changes a fact, and nothing when a statement of it fails', async () => {
  const theatre = await openTheatre()
  const { db, server } = theatre
  try {
    const faults = await fallible(db)
    const standing = async () => ({ entries: await entriesIn(db), digest: await digestOfFacts(server) })
    const { reportId } = await theatre.place()
    const [claim] = await db.execute<{ id: string }>(
      sql`select id from claim where report_id = ${reportId} and not withdrawn limit 1`,
    )
    const recorded: string[] = []
    for (const [name, act] of await withoutIntent(theatre, claim?.id ?? '')) {
      const before = await standing()
      for (let at = 1; at < none; at += 1) {
        await faults.failAt(at)
        const isDone = await act()
        if (!(await faults.disarm())) break
        expect.soft(isDone, `${name}, statement ${at}`).toBe(false)
        expect.soft(await standing(), `${name}, statement ${at}`).toEqual(before)
      }
      const after = await standing()
      expect.soft(after.entries > before.entries, name).toBe(after.digest !== before.digest)
      if (after.entries > before.entries) recorded.push(name)
    }
    // A first team is set up where there is none yet: `set-up.test.ts`.
    expect(recorded.toSorted()).toEqual(['/join/:token', '/reports/new', 'export', 'typing'])
  } finally {
    await theatre.close()
  }
})
