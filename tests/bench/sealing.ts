import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import * as Y from 'yjs'
import { connect, type Connection, type Database } from '#db/client.ts'
import { embeddedHome, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { claimText } from '#db/schema/claims.ts'
import type { Context } from '#server/context.ts'
import { lineOf, verifyDatabase } from '#server/history-verify.ts'
import { textKind } from '#server/history/entry.ts'
import { rootsOf } from '#server/history/queries/tree.ts'
import { sealHistories } from '#server/history/sealer.gateway.ts'
import { signHistories } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { append, textEditsOf } from '#server/history/store.ts'
import { inclusionRanges } from '#server/history/tree.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import { ClaimDoc } from '#server/realtime/claim-doc.ts'
import { insertClient, loadClaim } from '#server/realtime/store.ts'
import { readTrace } from '#tests/faults/trace.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { systemOver } from '#tests/support/system.ts'

// How many bytes an edit takes, as a row and sealed; and what it costs to read it then.
const target = 100
const slowEdits = 3_000
const traceEdits = 12_000
const say = (line: string) => process.stdout.write(`${line}\n`)

/** One keystroke or paste of somebody, and how many milliseconds after the one before. */
interface Stroke {
  readonly person: number
  readonly update: Uint8Array
  readonly pause: number
}

/** Measures, and says whether the figure holds. */
export async function benchSealing(): Promise<void> {
  const trace = readTrace('friendsforever')
  if (trace) {
    // A commit every so often takes what was typed since, each stroke as an entry of its own.
    await measure('the trace friendsforever, stroke by stroke, 20 in a commit', 20, (clients) =>
      strokes(clients, trace, () => 9).slice(0, traceEdits),
    )
  } else say('The trace friendsforever is not here: see tests/faults/trace.ts.')
  await measure('one person types slowly, a commit for each stroke', 1, ([client = 1]) => slowly(client))
}

async function measure(what: string, together: number, typed: (clients: number[]) => Stroke[]): Promise<void> {
  const root = join(process.env['PLUMBLINE_TEST_DATA'] ?? embeddedHome(), `bench-${randomBytes(4).toString('hex')}`)
  const embedded = await startEmbedded({ root })
  const owner = connect(embedded.address, { max: 1, isPatient: true })
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  try {
    await migrate(owner)
    const people = await twoPeople(owner)
    const { claimId } = await startClaim(people[0])
    const clients: number[] = []
    for (const { db, actor } of people) clients.push(await insertClient(db, { claimId, ...actor }))
    const before = await sizeOf(owner, 'entry')
    const strokesMade = typed(clients)
    await record(owner.db, people, claimId, strokesMade, together)
    await signHistories({ db: owner.db, folder: openSigningFolder(folder, 'desk.example') })
    const [bytes, count] = [(await sizeOf(owner, 'entry')) - before, strokesMade.length]
    say(`${what}: ${count} edits.`)
    say(`  as rows: ${each(bytes, count)} bytes each; ${await readingOf(owner, people[0], claimId)}`)
    await sealAll(owner)
    say(`  sealed, ${await readingOf(owner, people[0], claimId)}`)
    say(`  roots for proofs, as before: ${each(await sizeOf(owner, 'history_node'), count)} bytes for each entry.`)
  } finally {
    await owner.close()
    await embedded.stop()
    for (const each of [root, folder]) rmSync(each, { recursive: true, force: true })
  }
}

const each = (bytes: number, count: number): string => (bytes / count).toFixed(1)

async function sealAll(owner: Connection): Promise<void> {
  const begun = performance.now()
  const now = new Date(Date.now() + 10 * 86_400_000)
  const sealed = await sealHistories(owner.db, {
    afterDays: 0,
    now,
    onError: (error) => {
      throw error
    },
  })
  const took = performance.now() - begun
  const bytes = await sizeOf(owner, 'segment')
  const segments = await owner.sql`select from segment`
  say(
    `  sealed: ${each(bytes, sealed)} bytes each (target ${target}); ${sealed} edits in ${segments.length} segments, `,
  )
  say(`    ${(took / segments.length).toFixed(0)} ms for each segment.`)
  if (bytes / sealed > target) process.exitCode = 1
}

/** Bytes on disk of a table with its indexes and what lies beside it, packed anew. */
async function sizeOf({ sql }: Connection, table: 'entry' | 'segment' | 'history_node'): Promise<number> {
  await sql`set statement_timeout = 0`
  await sql.unsafe(`vacuum full ${table}`)
  const [row] = await sql<{ bytes: string }[]>`select pg_total_relation_size(${table}) as bytes`
  return Number(row?.bytes ?? 0)
}

async function readingOf({ db }: Connection, { actor }: Context, claimId: string): Promise<string> {
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
  const edits = await timed(() => textEditsOf(db, claimId))
  const size = (await textEditsOf(db, claimId)).at(-1)?.seq ?? 0
  const proof = (seq: number) => rootsOf(db, actor.teamId, inclusionRanges(seq - 1, { from: 0, to: size }))
  const proofs: number[] = []
  for (let run = 0; run < 50; run += 1) proofs.push(await timed(() => proof(1 + Math.floor(Math.random() * size))))
  const half = proofs.toSorted((a, b) => a - b)[25] ?? 0
  let lines: string[] = []
  const verifying = await timed(async () => void (lines = (await verifyDatabase({ db })).map(lineOf)))
  if (!lines.every((line) => line.includes('everything agrees'))) throw new Error(lines.join('\n'))
  return `all of them read in ${edits.toFixed(0)} ms, verified in ${verifying.toFixed(0)} ms, a proof in ${half.toFixed(1)} ms.`
}

async function twoPeople({ db }: Connection): Promise<[Context, Context]> {
  const system = systemOver(db)
  const nobody = { ...system, actor: { personId: '', name: '', teamId: '', roles: [], sessionId: '' } }
  const { teamId } = await foundTeam(nobody, { name: 'Desk' })
  const taken = async (name: string): Promise<Context> => {
    const member = {
      teamId,
      name,
      email: `${name}@example.org`,
      password: 'long enough for this',
      roles: ['checker'],
    } as const
    const { personId } = await addMember(nobody, member)
    return {
      ...system,
      actor: { personId, name, teamId, roles: ['checker'], sessionId: randomBytes(16).toString('hex') },
    }
  }
  return [await taken('ann'), await taken('bob')]
}

async function record(
  db: Database,
  people: readonly Context[],
  claimId: string,
  all: readonly Stroke[],
  together: number,
) {
  let time = Date.now()
  for (let start = 0; start < all.length; start += together) {
    const some = all.slice(start, start + together)
    for (const { pause } of some) time += pause
    const drafts = some.map(({ person, update }) => {
      const { actor } = people[person] as Context
      return {
        teamId: actor.teamId,
        subject: { type: 'claim', id: claimId } as const,
        kind: textKind,
        actor: actor.personId,
        session: actor.sessionId,
        salt: new Uint8Array(randomBytes(16)),
        payload: update,
      }
    })
    await db.transaction((tx) => append(tx, new Date(time), drafts))
  }
  const { updates, seq } = await loadClaim(db, claimId, 'start')
  const texts = new ClaimDoc(updates).committedTexts()
  await db
    .update(claimText)
    .set({ ...texts, seq })
    .where(eq(claimText.claimId, claimId))
}

/** What people did in a recorded session, in turns of some strokes each. */
function strokes(clients: readonly number[], people: NonNullable<ReturnType<typeof readTrace>>, pause: () => number) {
  const docs = clients.map((client) => Object.assign(new Y.Doc(), { clientID: client }))
  const made: Stroke[] = []
  for (const [person, doc] of docs.entries()) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'other') return
      made.push({ person, update, pause: pause() })
      for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, 'other')
    })
  }
  const left = people.map((patches) => [...patches].toReversed())
  while (left.some((patches) => patches.length > 0)) {
    for (const [person, patches] of left.entries()) {
      const text = docs[person % docs.length]?.getText('notes')
      for (const [at, gone, come] of patches.splice(-30).toReversed()) {
        const place = Math.min(at, text?.length ?? 0)
        if (gone > 0) text?.delete(place, Math.min(gone, (text.length ?? 0) - place))
        if (come !== '') text?.insert(place, come)
      }
    }
  }
  return made
}

/** Letter after letter with pauses, and a step back now and then. */
function slowly(client: number): Stroke[] {
  const sentence = 'Russia said on Friday it had received 270 of them, and Ukraine the same. '
  const patches = Array.from({ length: slowEdits }, (_, index): readonly [number, number, string] => {
    const isBack = index % 40 === 39
    const place = index - 2 * Math.floor(index / 40)
    return isBack ? [Math.max(0, place - 39), 1, ''] : [place, 0, sentence[index % sentence.length] ?? ' ']
  })
  return strokes([client], [patches], () => 120 + Math.floor(Math.random() * 400))
}
