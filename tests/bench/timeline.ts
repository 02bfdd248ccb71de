import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { connect, type Connection } from '#db/client.ts'
import { embeddedHome, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { makeClaims } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { canonicalBytes } from '#server/history/canonical-json.ts'
import { textKind } from '#server/history/entry.ts'
import { catchUp } from '#server/history/follower.ts'
import { timeline } from '#server/history/queries.ts'
import { activityOf } from '#server/history/queries/plot.ts'
import type { TimelineQuery } from '#server/history/queries/scope.ts'
import { append, headOf, type Appended } from '#server/history/store.ts'
import { createReport } from '#server/reports/commands.ts'
import { pastFrom, teamOf, type Past } from '#tests/support/past.ts'
import { systemOver } from '#tests/support/system.ts'
import { at } from './readers.ts'

// How long a page of the timeline takes in a history of 1,000 entries and in a long one: as many as the argument after the
// name says, 1,000,000 if it says nothing. Both are histories of claims of which each has 20 edits in four bursts, and five
// deeds.
const short = 1_000
const long = Number(process.argv[3] ?? 1_000_000)
const most = 1.5
const [edits, deeds] = [20, 5] as const
const atOnce = 500
const days = 500
const runs = 31
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Measures, and says whether the figures hold. */
export async function benchTimeline(): Promise<void> {
  const root = join(process.env['PLUMBLINE_TEST_DATA'] ?? embeddedHome(), `bench-${randomBytes(4).toString('hex')}`)
  const embedded = await startEmbedded({ root })
  const owner = connect(embedded.address, { max: 8 })
  try {
    await migrate(owner, { appRole: 'plumbline_app' })
    const begun = performance.now()
    const [small, large] = [await made(owner, short), await made(owner, long)]
    const recorded = performance.now()
    for (const { reader } of [small, large]) while ((await catchUp(owner.db, reader.actor.teamId)) !== null);
    const told = performance.now()
    await owner.sql`vacuum analyze`
    say(
      `${short} and ${long} entries recorded in ${seconds(recorded - begun)} s, told in ${seconds(told - recorded)} s`,
    )
    await compare(small, large)
  } finally {
    await owner.close()
    await embedded.stop()
    rmSync(root, { recursive: true, force: true })
  }
}

const seconds = (milliseconds: number) => (milliseconds / 1_000).toFixed(0)

interface Made {
  readonly reader: Context
  readonly reportId: string
  readonly claimId: string
  readonly size: number
}

/** A team with a report of twenty claims and a history of so many entries. */
async function made({ db }: Connection, size: number): Promise<Made> {
  const past = pastFrom(systemOver(db), '2025-01-01T08:00:00Z')
  const roles = ['checker', 'admin'] as const
  const people = await teamOf(past.system, `Desk of ${size}`, { Ann: roles, Bob: roles, Cid: roles, Dan: roles })
  const [reader] = people as [Context]
  const sentence = 'Taxes rose. '
  const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text: sentence.repeat(20) }
  const { id: reportId } = await createReport(reader, report)
  const spans = Array.from({ length: 20 }, (_, index) => {
    return { edition: '1', start: String(index * sentence.length), end: String((index + 1) * sentence.length - 1) }
  })
  const claimIds = await makeClaims(reader, reportId, spans)
  const first = await headOf(db, reader.actor.teamId)
  const batch = Math.min(atOnce, size / 20)
  const pause = (days * 86_400) / ((size - first) / batch)
  for (let seq = first; seq < size; seq += batch) {
    past.pass(pause)
    await writeSome(past, people, { first, seq, end: Math.min(size, seq + batch), size })
  }
  return { reader, reportId, claimId: claimIds[0] ?? '', size }
}

/** What was typed in every claim, an update for each word. */
const typed = (() => {
  const doc = new Y.Doc()
  doc.clientID = 1
  return Array.from({ length: edits }, (_, index) => {
    const before = Y.encodeStateVector(doc)
    doc.getText('notes').insert(doc.getText('notes').length, `word${index} `)
    return Y.encodeStateAsUpdate(doc, before)
  })
})()

interface Stretch {
  readonly first: number
  readonly seq: number
  readonly end: number
  readonly size: number
}

async function writeSome(
  { system }: Past,
  people: readonly Context[],
  { first, seq, end, size }: Stretch,
): Promise<void> {
  await system.db.transaction(async (tx) => {
    const drafts = Array.from({ length: end - seq }, (_, index) =>
      draftAt(system, people, { place: seq - first + index, size: size - first }),
    )
    await append(tx, system.now(), drafts)
  })
}

function draftAt(
  system: Past['system'],
  people: readonly Context[],
  { place, size }: { readonly place: number; readonly size: number },
): Appended {
  const step = place % (edits + deeds)
  const { personId, teamId, sessionId } = people[Math.floor(step / 5) % people.length]!.actor
  const subject = { type: 'claim', id: `${teamId}-${Math.floor(place / (edits + deeds))}` } as const
  const common = { teamId, actor: personId, session: sessionId, subject, salt: system.randomBytes(16) }
  if (step < edits) return { ...common, kind: textKind, payload: typed[step] ?? new Uint8Array() }
  const event = {
    dueOn: `2026-01-${10 + (place % 20)}`,
    ...(size - place < 500 && place % 50 === 24 && { reason: 'Halibut' }),
  }
  return { ...common, kind: 'claim.due', payload: canonicalBytes(event) }
}

const pages: Readonly<Record<string, (of: Made) => TimelineQuery>> = {
  'team, newest': () => ({ ofTeam: true }),
  'team, in the middle': ({ size }) => ({ ofTeam: true, before: size / 2 }),
  'of a person': ({ reader }) => ({ ofTeam: true, person: reader.actor.personId }),
  'of a kind': () => ({ ofTeam: true, kind: 'claim.due' }),
  'of a person and a kind': ({ reader }) => ({ ofTeam: true, person: reader.actor.personId, kind: 'claim.due' }),
  'of some days': () => ({ ofTeam: true, from: '2025-03-01', to: '2025-09-30' }),
  'a common word': () => ({ ofTeam: true, words: 'word7' }),
  'a rare word': () => ({ ofTeam: true, words: 'halibut' }),
  report: ({ reportId }) => ({ reportId }),
  claim: ({ claimId }) => ({ claimId }),
}

async function compare(small: Made, large: Made): Promise<void> {
  say(`median of ${runs}, ms`.padEnd(28) + [`${short}`, `${long}`, 'ratio'].map((each) => each.padStart(10)).join(''))
  const works: [string, (of: Made) => Promise<unknown>][] = [
    ...Object.entries(pages).map(([name, query]): [string, (of: Made) => Promise<unknown>] => [
      name,
      (of) => timeline(of.reader, query(of)),
    ]),
    ['the plot of the team', (of) => activityOf(of.reader, { ofTeam: true })],
  ]
  for (const [name, work] of works) {
    const times: [number[], number[]] = [[], []]
    // In turn, so that what else the machine does meets both.
    for (let run = 0; run < runs; run += 1) {
      for (const [index, of] of [small, large].entries()) {
        const begun = performance.now()
        await work(of)
        times[index]?.push(performance.now() - begun)
      }
    }
    const [one = 0, other = 0] = times.map((each) =>
      at(
        each.toSorted((a, b) => a - b),
        0.5,
      ),
    )
    const holds = other <= most * one
    if (!holds && name === 'team, newest') process.exitCode = 1
    say(
      `${name.padEnd(28)}${[one.toFixed(1), other.toFixed(1), (other / one).toFixed(2)].map((each) => each.padStart(10)).join('')}  ${holds ? 'held' : `over ${most}`}`,
    )
  }
}
