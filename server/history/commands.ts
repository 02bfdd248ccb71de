import type { PgTable } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '#db/client.ts'
import type { Context, System } from '../context.ts'
import { Problem } from '../errors.ts'
import { can } from '../policy/can.ts'
import type { Role } from '../policy/roles.ts'
import type { Permission } from '../policy/rules.ts'
import { isRefusal, type Aggregate, type Event } from './aggregate.ts'
import { canonicalBytes } from './canonical-json.ts'
import type { Entry, Subject } from './entry.ts'
import { append, deedsOf, lockHead, lockSubject, saveRows, type Appended } from './store.ts'
import { fold } from './fold.ts'
import { holdWords } from './store/erasure.ts'

/** A kind of subject with the tables that hold its rows. */
export interface Noun<State, Command extends { kind: Permission }, E extends Event> {
  readonly aggregate: Aggregate<State, Command, E>
  readonly tables: Readonly<Record<string, PgTable>>
}

/** One command on one subject, ready to be recorded. */
export interface Change {
  readonly subject: Subject
  readonly permission: Permission
  /** Further subjects that do not change, but must not be written to while this is decided. */
  readonly alongside?: readonly Subject[]
  prepare(tx: Transaction, teamId: string): Promise<Prepared>
}

/** What an entry will hold, and how its rows are written once it has its place. */
export interface Prepared {
  readonly payload: Uint8Array
  save(entry: Entry): Promise<void>
}

/** Says what shall change; nothing happens before `record`. */
export function change<State, Command extends { kind: Permission }, E extends Event>(
  noun: Noun<State, Command, E>,
  id: string,
  command: Command,
): Change {
  return changeGiven(noun, id, command.kind, async () => command)
}

/** The same for a command that depends on other subjects of the same `record`: it is made behind their locks. */
export function changeGiven<State, Command extends { kind: Permission }, E extends Event>(
  noun: Noun<State, Command, E>,
  id: string,
  kind: Command['kind'],
  given: (tx: Transaction) => Promise<Command>,
): Change {
  const subject = { type: noun.aggregate.type, id }
  return {
    subject,
    permission: kind,
    async prepare(tx, teamId) {
      const deeds = await deedsOf(tx, subject)
      const isElsewhere = deeds.some((deed) => deed.teamId !== teamId)
      // What is another team's is answered like what never was.
      const state = fold(noun.aggregate, isElsewhere ? [] : deeds)
      const event = noun.aggregate.decide(state, await given(tx))
      if (isRefusal(event)) {
        const { because, refused, field } = event
        throw new Problem(because, refused, field === undefined ? {} : { [field]: refused })
      }
      if (isElsewhere) throw new Problem('not-found', 'This does not exist here.')
      const { kind: _, ...payload } = event
      return {
        payload: canonicalBytes(payload),
        async save(entry) {
          const next = noun.aggregate.evolve(state, event, entry)
          await saveRows(tx, noun.tables, noun.aggregate.rows(id, teamId, next), entry.seq)
        },
      }
    },
  }
}

/**
 * The only door for facts: for each change asks policy and the noun's rules, appends its entry and saves its rows,
 * all in one transaction; announces the entries after the commit.
 * @throws {Problem} `forbidden`, or what the noun's rules refuse; nothing is changed then.
 */
export async function record(ctx: Context, ...changes: readonly Change[]): Promise<Entry[]> {
  const { teamId, personId, sessionId, roles } = ctx.actor
  const expectAllowed = (present: readonly Role[]) => {
    if (changes.every(({ permission }) => can({ roles: present }, permission))) return
    throw new Problem('forbidden', 'Your role in this team does not allow this.')
  }
  expectAllowed(roles)
  return recordAs(ctx, { teamId, actor: personId, session: sessionId }, changes, async (tx) => {
    // Behind the lock of the head no right can change before these entries stand.
    await lockHead(tx, teamId, ctx.now())
    expectAllowed((await ctx.rolesAmong(tx, teamId, [personId])).get(personId) ?? [])
  })
}

/**
 * Does several deeds in one transaction: all of them are recorded or none, and they are announced after its commit. From
 * the first one on it holds the lock of the team's head, so the others may be on subjects that are new or that the first
 * one has locked, and on no others.
 */
export async function together<Done>(ctx: Context, work: (within: Context) => Promise<Done>): Promise<Done> {
  const entries: Entry[] = []
  const announce = (more: readonly Entry[]) => void entries.push(...more)
  const done = await ctx.db.transaction((tx) => work({ ...ctx, db: joined(tx), announce }))
  if (entries.length > 0) ctx.announce(entries)
  return done
}

/** A transaction whose own transactions are itself: behind a savepoint the database would not know its entries again. */
function joined(tx: Transaction): Database {
  const join = { transaction: (work: (within: Transaction) => Promise<unknown>) => work(tx) }
  return Object.assign(Object.create(tx) as Database, join)
}

/** Where a change stands in its team's history: whoever goes on changing the same sends it back as `seen`. */
export interface Stands {
  readonly seq: number
}

/** Records one change, and says where it stands. */
export async function recordOne(ctx: Context, one: Change): Promise<Stands> {
  const [entry] = await record(ctx, one)
  if (!entry) throw new Error('A recorded change has no entry.')
  return { seq: entry.seq }
}

/** Records what the system itself does: founding a team and adding its first members. */
export async function recordAsSystem(system: System, teamId: string, ...changes: readonly Change[]): Promise<Entry[]> {
  return recordAs(system, { teamId, actor: 'system', session: null }, changes)
}

/** Records that somebody joins a team, as themselves: they have no role in it that could allow it. */
export async function recordAsNewcomer(
  system: System,
  { teamId, personId }: { readonly teamId: string; readonly personId: string },
  joining: Change,
): Promise<Entry[]> {
  return recordAs(system, { teamId, actor: personId, session: null }, [joining])
}

async function recordAs(
  system: System,
  by: Pick<Appended, 'teamId' | 'actor' | 'session'>,
  changes: readonly Change[],
  beforeAppending: (tx: Transaction) => Promise<void> = async () => {},
): Promise<Entry[]> {
  const entries = await system.db.transaction(async (tx) => {
    await holdWords(tx, [by.teamId])
    const all = changes.flatMap(({ subject, alongside = [] }) => [subject, ...alongside])
    const subjects = [...new Map(all.map((subject) => [`${subject.type}:${subject.id}`, subject])).entries()]
    for (const [, subject] of subjects.toSorted(([a], [b]) => (a < b ? -1 : 1))) await lockSubject(tx, subject)
    const prepared = []
    for (const each of changes) prepared.push({ each, ...(await each.prepare(tx, by.teamId)) })
    const drafts: Appended[] = prepared.map(({ each, payload }) => ({
      ...by,
      subject: each.subject,
      kind: each.permission,
      salt: system.randomBytes(16),
      payload,
    }))
    await beforeAppending(tx)
    const appended = await append(tx, system.now(), drafts)
    for (const [index, { save }] of prepared.entries()) {
      const written = appended[index]
      if (written) await save(written)
    }
    return appended
  })
  system.announce(entries)
  return entries
}
