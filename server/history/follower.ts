import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { startReplay } from '../realtime/replay.ts'
import type { TextName } from '../realtime/protocol.ts'
import { loadClaimAt } from '../realtime/store.ts'
import { textKind, type Entry } from './entry.ts'
import { takingTurns } from './queries/turns.ts'
import { wordsOfBurst } from './said.ts'
import { deedSeqsOf, entriesAfter, headOf, textEditsOf } from './store.ts'
import {
  addActivity,
  keepWords,
  lockTimeline,
  saveToldUpTo,
  teamsToTell,
  tellAgain,
  toldAgainFrom,
  toldUpTo,
  type Told,
} from './store/timeline.ts'
import { Bursts, pause, type Burst } from './timeline.ts'
import { activityOf, changesBy, rowOf, wordsIn } from './timeline-rows.ts'

/** So many entries are told in one transaction. */
const atOnce = 500

/** For how many milliseconds a page waits for what was recorded last. */
const patience = 2_000

/**
 * Tells a team's timeline up to its newest entry, before it is looked at: mostly there is little to do. Answers with the
 * moment up to which it is told where that takes too long or cannot be, and with null where it is told up to now.
 */
export async function catchUp(db: Database, teamId: string): Promise<string | null> {
  const end = performance.now() + patience
  // One entry that cannot be read hides no page; why it cannot is told where timelines are kept told.
  return tellTeam(db, teamId, () => performance.now() > end).catch(async () => (await toldUpTo(db, teamId)).at)
}

async function tellTeam(db: Database, teamId: string, isOver: () => boolean): Promise<string | null> {
  for (;;) {
    const [head, told] = [await headOf(db, teamId), await toldUpTo(db, teamId)]
    if (told.seq >= head) return null
    if (isOver()) return told.at
    if (!(await tellSome(db, teamId))) return told.at
  }
}

/** Tells the next entries of a team, all in one transaction; false where another process is at it for too long. */
async function tellSome(db: Database, teamId: string): Promise<boolean> {
  try {
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local lock_timeout = ${sql.raw(String(patience))}`)
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      await lockTimeline(tx, teamId)
      const told = await toldUpTo(tx, teamId)
      const entries = await entriesAfter(tx, teamId, told.seq, atOnce)
      const last = entries.at(-1)
      if (!last) return
      await addActivity(tx, activityOf(entries))
      const deeds = entries.filter(({ kind }) => kind !== textKind)
      const said = deeds.flatMap((deed) => wordsIn(deed).map((word) => ({ word, seq: deed.seq })))
      await keepWords(tx, teamId, said)
      const others = takingTurns()
      for (const edits of byClaim(entries)) await tellEdits(tx, edits, others)
      await saveToldUpTo(tx, teamId, last)
    })
    return true
  } catch (error) {
    if (isHeld(error)) return false
    throw error
  }
}

/** PostgreSQL's code for a lock that somebody else holds. */
const isHeld = (error: unknown): boolean => {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return code === '55P03' || (cause !== undefined && isHeld(cause))
}

function byClaim(entries: readonly Entry[]): Entry[][] {
  const found = new Map<string, Entry[]>()
  for (const entry of entries) {
    if (entry.kind !== textKind) continue
    const { id } = entry.subject
    found.set(id, [...(found.get(id) ?? []), entry])
  }
  return [...found.values()]
}

/** Tells the next edits of a claim, and those before them again that they may go on with. */
async function tellEdits(tx: Transaction, edits: readonly Entry[], others: () => Promise<void>): Promise<void> {
  const [next] = edits
  if (!next) return
  const { teamId, subject } = next
  const since = new Date(Date.parse(next.at) - pause).toISOString()
  const from = await toldAgainFrom(tx, subject.id, next.seq, since)
  const known = from < next.seq ? await textEditsOf(tx, subject.id, from - 1, next.seq - 1) : []
  const deeds = await deedSeqsOf(tx, subject.id)
  const before = await loadClaimAt(tx, subject.id, from - 1)
  const replay = startReplay()
  try {
    for (const update of before.updates) {
      await others()
      replay.apply(update)
    }
    const bursts = new Bursts(new Map(Object.entries(replay.texts()) as [TextName, string][]))
    const ended: Burst[] = []
    const take = async (all: readonly Entry[]) => {
      for (const edit of all) {
        await others()
        const deed = deeds.findLast((seq) => seq < edit.seq) ?? 0
        for (const change of changesBy(edit, replay.apply(edit.payload).edits, deed)) ended.push(...bursts.take(change))
      }
      return toldOf([...ended, ...bursts.open], { teamId, claimId: subject.id })
    }
    const was = await take(known)
    await tellAgain(tx, teamId, was, await take(edits))
  } finally {
    replay.end()
  }
}

function toldOf(bursts: readonly Burst[], { teamId, claimId }: { teamId: string; claimId: string }): Told {
  return {
    bursts: bursts.map((burst) => rowOf(teamId, claimId, burst)),
    words: bursts.flatMap(({ words, seq }) => wordsOfBurst(words).map((word) => ({ word, seq }))),
  }
}

/** It is looked for what nobody announced every so many milliseconds. */
const rhythm = 5_000
/** After telling there is a rest of so many milliseconds, and of so many times as long as it took: others come first. */
const rest = { least: 1_000, times: 10 } as const

/** Telling that goes on until it is told to stop. */
export interface Telling {
  /** Something was recorded. */
  wake(): void
  stop(): Promise<void>
}

/** Keeps the timelines of all teams told, a moment behind their histories, until it is told to stop. */
export function keepTelling(db: Database, onError: (error: unknown) => void): Telling {
  let [isOver, isWoken] = [false, false]
  const rests = { own: restFor(0), idle: restFor(0) }
  const round = async () => {
    for (const teamId of await teamsToTell(db)) await tellTeam(db, teamId, () => isOver).catch(onError)
  }
  const running = (async () => {
    while (!isOver) {
      const begun = performance.now()
      isWoken = false
      await round().catch(onError)
      if (isOver) return
      rests.own = restFor(Math.max(rest.least, rest.times * (performance.now() - begun)))
      await rests.own.over
      if (isOver || isWoken) continue
      rests.idle = restFor(rhythm)
      await rests.idle.over
    }
  })()
  return {
    wake() {
      isWoken = true
      rests.idle.end()
    },
    async stop() {
      isOver = true
      rests.own.end()
      rests.idle.end()
      await running
    },
  }
}

function restFor(milliseconds: number): { readonly over: Promise<void>; end(): void } {
  let end = () => {}
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    end = () => (clearTimeout(timer), resolve())
  })
  return { over, end }
}
