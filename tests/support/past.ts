import * as Y from 'yjs'
import type { Actor } from '#server/policy/can.ts'
import type { Context, System } from '#server/context.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import type { Role } from '#server/policy/roles.ts'
import { textNames, type TextName } from '#server/realtime/protocol.ts'
import { commitTexts, insertClient, newestOf } from '#server/realtime/store.ts'

/** A system whose clock stands until it is put forward. */
export interface Past {
  readonly system: System
  /** Lets so many seconds pass. */
  pass(seconds: number): void
}

/** Puts a clock into a system that begins at a moment, given in ISO 8601. */
export function pastFrom(system: System, moment: string): Past {
  let now = Date.parse(moment)
  return { system: { ...system, now: () => new Date(now) }, pass: (seconds) => void (now += seconds * 1_000) }
}

/** A team of people with these names and roles. */
export async function teamOf(
  system: System,
  name: string,
  people: Readonly<Record<string, readonly Role[]>>,
): Promise<Context[]> {
  const { teamId } = await foundTeam(system, { name })
  const joined: Context[] = []
  for (const [own, roles] of Object.entries(people)) {
    const email = `${own}-${teamId}@example.org`.toLowerCase()
    const { personId } = await addMember(system, { teamId, name: own, email, password: 'long enough for this', roles })
    joined.push({ ...system, actor: { personId, name: own, teamId, roles, sessionId: `session-${own}` } })
  }
  return joined
}

/** Writes in the texts of a claim as different people, as rooms do when they commit. */
export class Writing {
  readonly #docs = new Map<string, Y.Doc>()
  readonly #whole = new Y.Doc()
  readonly #system: System
  readonly #claimId: string

  constructor(system: System, claimId: string) {
    this.#system = system
    this.#claimId = claimId
    for (const name of textNames) this.#whole.getText(name)
  }

  /** Takes in what stands already, such as the first words of a claim. */
  begin(updates: readonly Uint8Array[]): void {
    for (const update of updates) Y.applyUpdate(this.#whole, update)
  }

  /** One edit of one person, in one entry; its seq. */
  async write(actor: Actor, name: TextName, edit: (text: Y.Text) => void): Promise<number> {
    const [seq = 0] = await this.writeTogether([{ actor, name, edit }])
    return seq
  }

  /** An edit of each of several people, all in one commit; their seqs. */
  async writeTogether(
    all: readonly { readonly actor: Actor; readonly name: TextName; readonly edit: (text: Y.Text) => void }[],
  ): Promise<number[]> {
    const updates: Uint8Array[] = []
    for (const { actor, name, edit } of all) updates.push(await this.#updateBy(actor, name, edit))
    const text = (each: TextName) => this.#whole.getText(each).toString()
    const texts = { statement: text('statement'), analysis: text('analysis'), notes: text('notes') }
    const claimId = this.#claimId
    const base = (await newestOf(this.#system.db, [claimId])).get(claimId) ?? 0
    const edits = all.map(({ actor: { personId, teamId, sessionId } }, index) => {
      return {
        claimId,
        teamId,
        personId,
        sessionId,
        base,
        erasedUpTo: 0,
        update: updates[index] ?? new Uint8Array(),
        texts,
      }
    })
    const { entries } = await commitTexts(this.#system, edits)
    return entries.map(({ seq }) => seq)
  }

  async #updateBy({ personId, sessionId }: Actor, name: TextName, edit: (text: Y.Text) => void): Promise<Uint8Array> {
    const doc = this.#docs.get(personId) ?? new Y.Doc()
    if (!this.#docs.has(personId)) {
      doc.clientID = await insertClient(this.#system.db, { claimId: this.#claimId, personId, sessionId })
    }
    this.#docs.set(personId, doc)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.#whole, Y.encodeStateVector(doc)))
    const before = Y.encodeStateVector(doc)
    edit(doc.getText(name))
    const update = Y.encodeStateAsUpdate(doc, before)
    Y.applyUpdate(this.#whole, update)
    return update
  }
}
