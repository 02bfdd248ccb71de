import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inArray } from 'drizzle-orm'
import * as Y from 'yjs'
import { connect, type Connection } from '#db/client.ts'
import { embeddedHome, startEmbedded, type Embedded } from '#db/embedded.ts'
import { isReady } from '#db/embedded/postmaster.ts'
import { migrate } from '#db/migrate.ts'
import { claimSnapshot } from '#db/schema/realtime.ts'
import { claimText } from '#db/schema/claims.ts'
import { lineOf, verifyDatabase } from '#server/history-verify.ts'
import { textEditsOf } from '#server/history/store.ts'
import { insertClient } from '#server/realtime/store.ts'
import { actor, aWhile, serveRooms, startClaim, until } from '#tests/support/rooms.ts'
import { moments, startRooms, type Moment, type RoomsProcess } from '#tests/support/rooms-process.ts'
import { randomOf } from '#tests/support/typists.ts'
import { readTrace, type Patch } from './trace.ts'
import { idsIn, Writer } from './writer.ts'

export interface FaultOptions {
  readonly rounds: number
  readonly seed: number
  readonly writers: number
  say(sentence: string): void
}

/** How many write in one claim, each somebody else. */
const writersOfOne = 4
const people = ['ann', 'bob', 'cid', 'dot', 'eli'].map((name) => actor(name))
/** What dies: the server at a moment of its own or at any, the database, or both; or the database only stands still. */
type Fault = Moment | 'the server' | 'the database' | 'both' | 'nothing, but the database stood still'
const standstill = 'nothing, but the database stood still'
const faults: readonly Fault[] = ['the server', 'the database', 'both', standstill, ...moments]
const isMoment = (fault: Fault): fault is Moment => (moments as readonly string[]).includes(fault)

/**
 * Kills the server, the database or both while people type, again and again, and looks each time whether anything that
 * was acknowledged is gone, and whether all screens, the history and the derived texts agree once everything is back.
 * @throws {Error} naming the round and the seed when they do not.
 */
export async function runFaults(options: FaultOptions): Promise<void> {
  const root = join(process.env['PLUMBLINE_TEST_DATA'] ?? embeddedHome(), `faults-${randomBytes(4).toString('hex')}`)
  const embedded = await startEmbedded({ root })
  try {
    const first = connect(embedded.address, { max: 1 })
    await migrate(first, { appRole: 'plumbline_app' }).finally(() => first.close())
    const scene = new Scene(options, embedded)
    await scene.run().finally(() => scene.end())
    const owner = connect(embedded.address, { max: 2 })
    const wrong = (await verifyDatabase(owner)).filter(({ difference }) => difference)
    await owner.close()
    if (wrong.length > 0) throw new Error(wrong.map(lineOf).join('\n'))
  } finally {
    await embedded.stop()
    rmSync(root, { recursive: true, force: true })
  }
}

class Scene {
  readonly #options: FaultOptions
  readonly #embedded: Embedded
  #owner: Connection
  readonly #random: (below: number) => number
  readonly #traces: readonly (readonly Patch[])[]
  #server: RoomsProcess | null = null
  #claims: string[] = []
  #writers: Writer[] = []
  #typed = 0
  #left: Fault[] = []

  constructor(options: FaultOptions, embedded: Embedded) {
    this.#options = options
    this.#embedded = embedded
    this.#owner = connect(embedded.address, { max: 2 })
    this.#random = randomOf(options.seed)
    this.#traces = [...(readTrace('friendsforever') ?? []), ...(readTrace('clownschool') ?? [])]
    if (this.#traces.length === 0) options.say('Recorded typing is skipped: there is no traces folder.')
  }

  async run(): Promise<void> {
    const { rounds, seed, say } = this.#options
    await this.#begin()
    for (let round = 1; round <= rounds; round += 1) {
      const fault = this.#nextFault()
      try {
        await this.#type(150 + this.#random(500))
        const seconds = await this.#breakAndMend(fault)
        const killed = isMoment(fault) ? `the server ${fault}` : fault
        say(
          `round ${round} of ${rounds}: killed ${killed}, saved again after ${seconds.toFixed(1)} s; ${await this.#told()}`,
        )
      } catch (error) {
        throw new Error(`Round ${round} (${fault}) with --seed ${seed}: ${(error as Error).message}`, { cause: error })
      }
    }
  }

  /** Every kind of fault comes once before any comes again. */
  #nextFault(): Fault {
    if (this.#left.length === 0) this.#left = [...faults]
    return this.#left.splice(this.#random(this.#left.length), 1)[0] ?? 'both'
  }

  async end(): Promise<void> {
    for (const writer of this.#writers) writer.end()
    await this.#server?.stop()
    await this.#owner.close()
  }

  async #begin(): Promise<void> {
    const making = await serveRooms(this.#owner.db, people)
    // Edits at random places cut a text into parts, of which it takes only so many.
    while (this.#claims.length * writersOfOne < this.#options.writers) {
      this.#claims.push((await startClaim(making.contextOf(people[0] ?? actor('ann')))).claimId)
    }
    await making.close()
    this.#server = await this.#serve(0)
    for (let index = 0; index < this.#options.writers; index += 1) {
      const person = people[index % people.length] ?? actor('ann')
      const claimId = this.#claims[Math.floor(index / writersOfOne)] ?? ''
      const { personId, sessionId } = person
      const clientId = await insertClient(this.#owner.db, { claimId, personId, sessionId })
      this.#writers.push(new Writer(this.#server.url, person, claimId, clientId))
    }
    await Promise.all(this.#writers.map((writer) => writer.join()))
  }

  #serve(port: number): Promise<RoomsProcess> {
    return startRooms({ address: this.#embedded.appAddress, people, pause: 12, port })
  }

  async #type(milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds
    while (Date.now() < end) {
      for (const [index, writer] of this.#writers.entries()) {
        const trace = this.#traces[index]
        const patch = trace?.[this.#typed % trace.length]
        if (patch) writer.replay(patch)
        else if (this.#random(3) === 0) writer.edit(this.#random)
      }
      this.#typed += 1
      await aWhile(5 + this.#random(20))
    }
  }

  /** Breaks something, looks at once whether what was acknowledged is kept, and waits until all is saved again. */
  async #breakAndMend(fault: Fault): Promise<number> {
    const port = this.#server?.port ?? 0
    const postmaster = this.#postmaster()
    const isDatabase = fault === 'the database' || fault === 'both'
    if (isMoment(fault)) await this.#dieAt(fault)
    if (fault === standstill) await this.#standStill(postmaster)
    if (isDatabase) process.kill(postmaster, 'SIGKILL')
    const isServer = fault !== 'the database' && fault !== standstill
    if (isServer) await this.#server?.kill()
    for (const writer of this.#writers) writer.edit(this.#random)
    if (isDatabase) await this.#databaseBack(postmaster)
    await this.#expectKept()
    if (isServer) this.#server = await this.#serve(port)
    const begun = Date.now()
    await until(() => this.#areSaved(), 'everything is saved again', 5_000)
    await this.#expectAgreement()
    return (Date.now() - begun) / 1_000
  }

  /** Lets everybody type until the server has died at a moment of its own. */
  async #dieAt(moment: Moment): Promise<void> {
    this.#server?.dieAt(moment)
    for (let tries = 0; this.#server?.isAlive(); tries += 1) {
      if (tries > 200) throw new Error(`The server never came to die ${moment}.`)
      await this.#type(50)
    }
  }

  /** Stops every process of the database while people type, for longer than edits may wait, and lets it go on. */
  async #standStill(postmaster: number): Promise<void> {
    const processes = [postmaster, ...childrenOf(postmaster)]
    const signal = (name: NodeJS.Signals) => {
      for (const pid of processes) process.kill(pid, name)
    }
    signal('SIGSTOP')
    // Once in a while for longer than the server waits for an answer at all.
    const isLong = this.#options.rounds >= 50 && this.#random(3) === 0
    await this.#type(isLong ? 14_000 : 2_500 + this.#random(1_500)).finally(() => signal('SIGCONT'))
  }

  #postmaster(): number {
    return Number.parseInt(readFileSync(this.#pidFile, 'utf8'), 10)
  }

  get #pidFile(): string {
    return join(this.#embedded.dataDir, 'postmaster.pid')
  }

  /** Waits for the database that was started in the place of the killed one; the old one's last workers still answer. */
  async #databaseBack(killed: number): Promise<void> {
    const back = until(() => isReady(this.#pidFile) && this.#postmaster() !== killed, 'the database is back', 30_000)
    const lost = this.#embedded.lost.then((sentence) => Promise.reject(new Error(sentence)))
    await Promise.race([back, lost])
    await this.#owner.close()
    this.#owner = connect(this.#embedded.address, { max: 2 })
  }

  async #replayOf(claimId: string): Promise<Y.Doc> {
    const doc = new Y.Doc()
    for (const { payload, seq } of await textEditsOf(this.#owner.db, claimId)) {
      for (const [client, from] of Y.parseUpdateMeta(payload).from) {
        if (from !== Y.getState(doc.store, client)) throw new Error(`Entry ${seq} holds what was recorded before it.`)
      }
      Y.applyUpdate(doc, payload)
    }
    if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error('The history has a gap.')
    return doc
  }

  async #expectKept(): Promise<void> {
    for (const claimId of this.#claims) {
      // What is acknowledged while the history is read may stand behind what was read.
      const own = this.#writers.filter((writer) => writer.claimId === claimId)
      const durable = own.map((writer) => writer.durable)
      const replay = await this.#replayOf(claimId)
      const lost = own.flatMap((writer, index) => writer.missingIn(replay, durable[index] ?? 0))
      if (lost.length > 0) throw new Error(`Acknowledged edits are lost: ${lost.slice(0, 5).join(', ')}.`)
    }
  }

  /** Whether all that was typed is saved; whoever was refused something never is. */
  #areSaved(): boolean {
    const refused = this.#writers.flatMap(({ closes }) => closes.filter((code) => code < 4500))
    if (refused.length > 0) throw new Error(`Honest writers were refused: ${refused.join(', ')}.`)
    return this.#writers.every((writer) => writer.isSaved)
  }

  /** Everybody, the history and the derived texts are the same: letters, ids and nothing twice. */
  async #expectAgreement(): Promise<void> {
    for (const claimId of this.#claims) {
      const replay = await this.#replayOf(claimId)
      const own = this.#writers.filter((writer) => writer.claimId === claimId)
      const same = ({ doc }: Writer) =>
        names.every((name) => doc.getText(name).toString() === replay.getText(name).toString())
      await until(() => own.every(same), 'every screen shows what the history says', 5_000)
      const vectors = [replay, ...own.map(({ doc }) => doc)].map(idsIn)
      if (new Set(vectors).size > 1) throw new Error('The screens and the history do not know the same ids.')
      const [row] = await this.#owner.db
        .select()
        .from(claimText)
        .where(inArray(claimText.claimId, [claimId]))
      if (row?.notes !== replay.getText('notes').toString()) throw new Error('The derived text is not the history’s.')
    }
  }

  async #told(): Promise<string> {
    const durable = this.#writers.reduce((sum, writer) => sum + writer.durable, 0)
    const snapshots = await this.#owner.db.select({ seq: claimSnapshot.seq }).from(claimSnapshot)
    return `${durable} edits acknowledged, none lost; ${snapshots.length} snapshots`
  }
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  const list = existsSync(file) ? readFileSync(file, 'utf8') : execFileSync('pgrep', ['-P', String(pid)]).toString()
  return list.trim().split(/\s+/u).map(Number)
}

const names = ['statement', 'analysis', 'notes'] as const
