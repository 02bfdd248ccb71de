import { sql } from 'drizzle-orm'
import type { Text } from 'yjs'
import type { Context } from '#server/context.ts'
import type { Role } from '#server/policy/roles.ts'
import type { Judged, ModelClaim, ModelRules, ModelText } from './approval-model.ts'
import { openPage, until, type RoomsServer } from './rooms.ts'

/** Somebody of the team, with the roles that they have by what admins did. */
export interface ModelMember {
  readonly ctx: Context
  readonly personId: string
  /** Whether admins give them other roles. */
  readonly mayChange: boolean
  roles: readonly Role[]
}

/** A relation between the two claims: each end is the figure that it was stated of, empty for the first. */
interface ModelRelation {
  readonly id: string
  readonly claim: ModelClaim
  readonly ends: readonly { readonly claim: ModelClaim; readonly figureId: string }[]
}

/** All that the people of one run change. */
export interface World {
  readonly server: RoomsServer
  readonly people: readonly ModelMember[]
  readonly claims: readonly ModelClaim[]
  rules: ModelRules
  rulesSeq: number
  relations: readonly ModelRelation[]
  /** How many signs were typed: each is typed once. */
  signs: number
}

/** What somebody tries: whether it should succeed (null where that is not told), how, and what becomes of the model. */
export interface Attempt {
  readonly lawful: boolean | null
  act(ctx: Context): Promise<unknown>
  done(result: unknown): unknown
}

export interface Try {
  readonly world: World
  readonly claim: ModelClaim
  readonly who: ModelMember
  /** Any number: which of several. */
  readonly n: number
}

/** An attempt, or null where there is nothing to do it with. */
export type Deed = (given: Try) => Attempt | null

export const pick = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)]
export const writes = ({ who: { roles } }: Try): boolean => roles.includes('checker') || roles.includes('editor')
export const decides = ({ who: { roles } }: Try): boolean => roles.includes('editor')
export const administers = ({ who: { roles } }: Try): boolean => roles.includes('admin')
export const seqOf = (result: unknown): number => (result as { seq: number }).seq
export const idOf = (result: unknown): string => (result as { id: string }).id
export const joined = (hands: readonly string[], { who }: Try): string[] => [...new Set([...hands, who.personId])]

/** Who approves now, and how many of them it takes. */
export const judgedBy = ({ people, rules: { quorum } }: World): Judged => ({
  quorum,
  editors: people.flatMap(({ personId, roles }) => (roles.includes('editor') ? [personId] : [])),
})

/** Whether a relation of a claim does not hold: both figures are there, and they differ. */
export function isBroken({ relations }: World, claim: ModelClaim): boolean {
  return relations.some(({ ends }) => {
    const [one, other] = ends.map((end) =>
      end.figureId === '' ? end.claim.figures[0] : end.claim.figures.find(({ id }) => id === end.figureId),
    )
    return ends.some((each) => each.claim === claim) && one && other && one.low !== other.low
  })
}

/** The part of a claim that was changed last, or the one named. */
export async function rowOf({ who, claim }: Try, table: string, id = ''): Promise<{ id: string; seq: string }> {
  const [row] = await who.ctx.db.execute<{ id: string; seq: string }>(
    sql`select id, seq::text as seq from ${sql.identifier(table)} where claim_id = ${claim.id}
      and (${id} = '' or id = ${id}) order by seq desc limit 1`,
  )
  return row ?? { id: '', seq: '0' }
}

/** A text changed on a real page, through the claim's room. */
export function typing(given: Try, name: ModelText, edit: (text: Text) => void, done: () => void): Attempt {
  const { world, claim } = given
  return {
    lawful: writes(given),
    async act(ctx) {
      const { server } = world
      if ('readOnly' in (await server.rooms.allocateClient(ctx, claim.id))) throw new Error('They only read.')
      server.people.set(ctx.actor.personId, ctx.actor)
      const page = await openPage(server, ctx.actor, claim.id)
      try {
        await until(() => page.sent > 0 && page.acknowledged === page.sent, 'the page is in')
        if (page.text(name) !== claim.textOf(name)) throw new Error('The page shows another text than was typed.')
        const { sent } = page
        edit(page.doc.getText(name))
        await until(() => page.sent > sent && page.acknowledged === page.sent, 'it is saved')
      } finally {
        page.end()
      }
    },
    done,
  }
}
