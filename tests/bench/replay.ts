import { randomUUID } from 'node:crypto'
import * as Y from 'yjs'
import { demoPassword, demoMembers } from '#server/demo/team.ts'
import { entry } from '#db/schema/history.ts'
import { textKind } from '#server/history/entry.ts'
import { append } from '#server/history/store.ts'
import { startServer, type RunningServer } from '#tests/e2e/support/server.ts'
import { at } from './readers.ts'

// How long it takes to see another moment of a claim that was edited 23,000 times, through the page's own data.
const edits = 23_000
const jumps = 100
const target = 300
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Measures, and says whether the figure holds. */
export async function benchReplay(): Promise<void> {
  const server = await startServer()
  try {
    const { claimId, last } = await edited(server)
    const cookie = await signedIn(server)
    const look = async (seq: number): Promise<number> => {
      const begun = performance.now()
      const answer = await fetch(`${server.baseURL}/claims/${claimId}/replay.data?at=${seq}`, { headers: { cookie } })
      const body = await answer.text()
      if (answer.status !== 200 || !body.includes('told')) throw new Error(`The page answered ${answer.status}.`)
      return performance.now() - begun
    }
    say(`The first look takes in all ${edits} edits: ${Math.round(await look(last))} ms.`)
    const waits: number[] = []
    for (let jump = 0; jump < jumps; jump += 1) waits.push(await look(1 + Math.floor(Math.random() * last)))
    const sorted = waits.toSorted((one, other) => one - other)
    const [half, most] = [at(sorted, 0.5), at(sorted, 0.95)].map(Math.round) as [number, number]
    say(`Any moment after that: median ${half} ms, 95 % within ${most} ms (target ${target}).`)
    if (most > target) process.exitCode = 1
  } finally {
    await server.stop()
  }
}

/** A claim of the demo team on which two people typed and deleted so often; appended as a room would. */
function edited(server: RunningServer): Promise<{ claimId: string; last: number }> {
  const updates = typed()
  return server.inDatabase(async (db) => {
    const recorded = await db.select().from(entry)
    const made = recorded.find(({ kind }) => kind === textKind)
    const other = recorded.find(({ actor }) => actor !== made?.actor && actor !== 'system')
    if (!made || !other) throw new Error('There is no claim that somebody wrote, or nobody else.')
    const { teamId, subjectId: claimId } = made
    let last = 0
    for (let start = 0; start < edits; start += 1_000) {
      const drafts = updates.slice(start, start + 1_000).map((payload, index) => ({
        teamId,
        subject: { type: 'claim', id: claimId } as const,
        kind: textKind,
        actor: index % 500 < 250 ? made.actor : other.actor,
        session: randomUUID(),
        salt: new Uint8Array(16),
        payload,
      }))
      const entries = await db.transaction((tx) => append(tx, new Date(), drafts))
      last = entries.at(-1)?.seq ?? last
    }
    return { claimId, last }
  })
}

/** Letters that come and go here and there in the notes, mostly one behind the other. */
function typed(): Uint8Array[] {
  const doc = new Y.Doc()
  const text = doc.getText('notes')
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  let place = 0
  while (updates.length < edits) {
    if (updates.length % 40 === 0) place = Math.floor(Math.random() * (text.length + 1))
    if (updates.length % 10 === 9 && place > 0) text.delete((place -= 1), 1)
    else text.insert(place++, 'abcdefgh '[updates.length % 9] ?? '')
  }
  return updates
}

async function signedIn({ baseURL }: RunningServer): Promise<string> {
  const body = new URLSearchParams({ email: demoMembers[0]?.email ?? '', password: demoPassword })
  const answer = await fetch(`${baseURL}/sign-in`, {
    method: 'POST',
    headers: { origin: baseURL },
    body,
    redirect: 'manual',
  })
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
