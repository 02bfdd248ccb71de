import * as Y from 'yjs'
import type { Database } from '#db/client.ts'
import { makeClaims } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import type { Role } from '#server/policy/roles.ts'
import type { Loaded } from '#server/realtime/room.ts'
import { commitTexts, insertClient, loadClaim, type TextEdit } from '#server/realtime/store.ts'
import { headOf } from '#server/history/store.ts'
import { createReport } from '#server/reports/commands.ts'
import { systemOver } from '#tests/support/system.ts'

const claims = 100
const inOneCommit = 500
const sentence = 'Russia said it had received 270 of them. '

/** A team whose history grows by what two people type in a hundred claims, letter by letter, each letter an entry. */
export class TypedHistory {
  readonly reader: Context
  readonly #claims: readonly TypedClaim[]

  private constructor(reader: Context, typed: readonly TypedClaim[]) {
    this.reader = reader
    this.#claims = typed
  }

  static async begin(db: Database): Promise<TypedHistory> {
    const system = systemOver(db)
    const { teamId } = await foundTeam(system, { name: 'Desk' })
    const join = async (name: string, roles: readonly Role[]): Promise<Context> => {
      const member = { teamId, name, email: `${name}@example.org`, password: 'long enough for this', roles }
      const { personId } = await addMember(system, member)
      return { ...system, actor: { personId, name, teamId, roles, sessionId: `session-${name}` } }
    }
    const [ann, bob] = [await join('Ann', ['checker']), await join('Bob', ['checker'])]
    const text = sentence.repeat(claims)
    const { id } = await createReport(ann, { title: 'Prisoners', publisher: '', sourceUrl: '', language: 'en', text })
    const spans = Array.from({ length: claims }, (_, index) => {
      const start = index * sentence.length
      return { edition: '1', start: String(start), end: String(start + sentence.length - 1) }
    })
    const typed: TypedClaim[] = []
    for (const [index, claimId] of (await makeClaims(ann, id, spans)).entries()) {
      typed.push(await TypedClaim.begin(index % 2 === 0 ? ann : bob, claimId))
    }
    return new TypedHistory(ann, typed)
  }

  /** Types until there are so many entries. */
  async growTo(entries: number): Promise<void> {
    const { db, actor } = this.reader
    let head = await headOf(db, actor.teamId)
    for (let turn = 0; head < entries; turn += 1) {
      head += await this.#claims[turn % claims]!.type(Math.min(inOneCommit, entries - head))
    }
  }
}

/** A claim with the person who types in it. */
class TypedClaim {
  readonly #ctx: Context
  readonly #claimId: string
  readonly #doc = new Y.Doc()
  #updates: Uint8Array[] = []
  #base: number

  private constructor(ctx: Context, claimId: string, clientId: number, { updates, seq }: Loaded) {
    this.#ctx = ctx
    this.#claimId = claimId
    for (const update of updates) Y.applyUpdate(this.#doc, update)
    this.#base = seq
    this.#doc.clientID = clientId
    this.#doc.on('update', (update: Uint8Array) => this.#updates.push(update))
  }

  static async begin(ctx: Context, claimId: string): Promise<TypedClaim> {
    const { personId, sessionId } = ctx.actor
    const clientId = await insertClient(ctx.db, { claimId, personId, sessionId })
    return new TypedClaim(ctx, claimId, clientId, await loadClaim(ctx.db, claimId, 'start'))
  }

  /** Types so many letters, every tenth of which is taken back, and commits them. */
  async type(letters: number): Promise<number> {
    const { personId, sessionId, teamId } = this.#ctx.actor
    const notes = this.#doc.getText('notes')
    const edits: Omit<TextEdit, 'texts'>[] = []
    for (let letter = 0; letter < letters; letter += 1) {
      if (letter % 10 === 9) notes.delete(notes.length - 1, 1)
      else notes.insert(notes.length, 'abcdefgh '[letter % 9] ?? '')
    }
    for (const update of this.#updates.splice(0)) {
      edits.push({ claimId: this.#claimId, teamId, base: this.#base, erasedUpTo: 0, personId, sessionId, update })
    }
    const statement = this.#doc.getText('statement').toString()
    const texts = { statement, analysis: '', notes: notes.toString() }
    const { entries } = await commitTexts(
      this.#ctx,
      edits.map((edit) => ({ ...edit, texts })),
    )
    this.#base = entries.at(-1)?.seq ?? this.#base
    return entries.length
  }
}
