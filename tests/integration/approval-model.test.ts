import { getTableName, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeClaim } from '#server/claims/commands.ts'
import { claimsOf, publicityOf } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import { headOf } from '#server/history/store.ts'
import { nouns } from '#server/nouns.ts'
import type { Role } from '#server/policy/roles.ts'
import { createReport } from '#server/reports/commands.ts'
import type { Deed, ModelMember, World } from '#tests/support/approval-attempts.ts'
import { decisions } from '#tests/support/approval-decisions.ts'
import { contentDeeds, setRules, teamDeeds } from '#tests/support/approval-deeds.ts'
import { firstRules, ModelClaim, sha256 } from '#tests/support/approval-model.ts'
import { desk, premises } from '#tests/support/desk.ts'
import { giveRolesTo } from '#tests/support/members.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const numRuns = Number(process.env['PLUMBLINE_RUNS'] ?? 14)

const own = premises()
let admin: Context
let people: ModelMember[]
let rulesSeq = 0
/** Whether those of several roles have them all. */
let areGiven = false

/** Whom admins give other roles, and the others: admin and auditor, and one editor and one checker who stay. */
const cast: readonly { name: string; roles: readonly Role[]; mayChange: boolean }[] = [
  { name: 'Chris', roles: ['checker', 'editor'], mayChange: true },
  { name: 'Ana', roles: ['admin', 'editor'], mayChange: false },
  { name: 'Adam', roles: ['auditor'], mayChange: true },
]

beforeAll(async () => {
  const { mara, oleh, ada, edith, emil, join } = await desk(own.server)
  admin = ada
  const member = (ctx: Context, mayChange: boolean, roles = ctx.actor.roles): ModelMember => ({
    ctx,
    personId: ctx.actor.personId,
    mayChange,
    roles,
  })
  people = [member(mara, false), member(oleh, true), member(ada, false), member(edith, false), member(emil, true)]
  for (const { name, roles, mayChange } of cast) {
    people.push(member(await join(name, roles[0] ?? 'checker'), mayChange, roles))
  }
  for (const each of people) original.set(each, each.roles)
})

const original = new Map<ModelMember, readonly Role[]>()
const tables = nouns.flatMap((noun) => Object.values(noun.tables)).map(getTableName)

/** All facts that changed after an entry, and how long the history is. */
async function factsSince(seq: number): Promise<string> {
  const each = ['claim_text', 'team_head', ...tables].map(
    (table) => sql`select ${table} || to_jsonb(t)::text as fact from ${sql.identifier(table)} t where seq > ${seq}`,
  )
  const all = sql.join(each, sql` union all `)
  const [row] = await own.database.owner.db.execute<{ facts: string }>(
    sql`select md5(string_agg(fact, '|' order by fact)) as facts from (${all}) every`,
  )
  return row?.facts ?? ''
}

/** A report with a claim that is ready for its editors, but for its submission, and one that has only its words. */
async function begin(): Promise<World> {
  for (const each of people) {
    const roles = original.get(each) ?? []
    if (each.roles !== roles || !areGiven) await giveRolesTo(admin, each.personId, roles)
    each.roles = roles
  }
  areGiven = true
  ;({ seq: rulesSeq } = await setRules(admin, firstRules, rulesSeq))
  const [mara] = people
  if (!mara) throw new Error('Nobody is there.')
  const report = {
    title: 'Budget',
    publisher: 'The Ministry',
    sourceUrl: '',
    language: 'en',
    text: 'Taxes rose. Wages fell.',
  }
  const { id: reportId } = await createReport(mara.ctx, report)
  const claims: ModelClaim[] = []
  for (const [start, end] of [
    [0, 11],
    [12, 23],
  ] as const) {
    const { id } = await makeClaim(mara.ctx, reportId, { edition: '1', start: String(start), end: String(end) })
    claims.push(new ModelClaim(id, report.text.slice(start, end), mara.personId))
  }
  for (const row of await claimsOf(own.database.app.db, reportId)) {
    const claim = claims.find(({ id }) => id === row.id)
    if (claim) claim.details.seq = row.detailsSeq
  }
  const world: World = { server: own.server, people, claims, rules: firstRules, rulesSeq, relations: [], signs: 0 }
  for (const [name, n] of [
    ['start', 0],
    ['attach', 0],
    ['attach', 1],
    ['rate', 0],
  ] as const) {
    await step(world, { name, claim: 0, who: 0, n, isStale: false })
  }
  return world
}

const deeds: Record<DeedName, Deed> = { ...contentDeeds, ...teamDeeds, ...decisions }
type DeedName = keyof typeof contentDeeds | keyof typeof teamDeeds | keyof typeof decisions

interface Step {
  readonly name: DeedName
  readonly claim: number
  readonly who: number
  readonly n: number
  /** Whether they act as if they still had every role. */
  readonly isStale: boolean
}

/** A step as it is drawn: `forth` is whatever leads on; apt is what somebody may do, if anybody may anything like it. */
type DrawnStep = Omit<Step, 'name'> & { readonly name: DeedName | 'forth'; readonly isApt: boolean }

const forth: Readonly<Record<string, DeedName>> = {
  open: 'start',
  checking: 'submit',
  'in-review': 'approve',
  approved: 'publish',
  published: 'correct',
}

function stepFrom(world: World, { isApt, ...drawn }: DrawnStep): Step {
  const claim = world.claims[drawn.claim]
  const name = drawn.name === 'forth' ? (forth[claim?.stage ?? ''] ?? 'approve') : drawn.name
  const given = { ...drawn, name }
  if (!isApt || !claim) return given
  const others = [0, 1, 2, 3, 4].flatMap((more) =>
    world.people.map((_, shift) => ({ n: drawn.n + more, who: (drawn.who + shift) % world.people.length })),
  )
  const found = others.find(({ who, n }) => {
    const person = world.people[who]
    return person && deeds[name]({ world, claim, who: person, n })?.lawful === true
  })
  return { ...given, ...found }
}

const everyRole: readonly Role[] = ['checker', 'editor', 'admin']
const tally = { approved: 0, ownRefused: 0, published: 0, refused: 0 }

/** Lets somebody try something, and tells whether it was done. */
async function step(world: World, { name, claim: index, who: position, n, isStale }: Step): Promise<boolean> {
  const claim = world.claims[index]
  const who = world.people[position]
  const attempt = claim && who && deeds[name]({ world, claim, who, n })
  if (!attempt) return true
  const actor = { ...who.ctx.actor, roles: isStale ? everyRole : who.roles }
  const isAuthor = claim.authors().surely.has(who.personId)
  const [outcome] = await Promise.allSettled([attempt.act({ ...who.ctx, actor })])
  const isDone = outcome.status === 'fulfilled'
  if (attempt.lawful !== null && attempt.lawful !== isDone) {
    const why = isDone ? 'It was let through.' : String(outcome.reason)
    throw new Error(`${name} of ${actor.name} should ${attempt.lawful ? '' : 'not '}succeed. ${why}`)
  }
  if (isDone) await attempt.done(outcome.value)
  claim.hashes.push(claim.hash())
  if (name === 'approve') tally[isDone ? 'approved' : isAuthor ? 'ownRefused' : 'refused'] += 1
  if (name === 'publish') tally[isDone ? 'published' : 'refused'] += 1
  return isDone
}

type Publicity = Awaited<ReturnType<typeof publicityOf>>

/** What must be true of the rows of one claim, by what people did. */
async function expectLaw(claim: ModelClaim): Promise<void> {
  const [row] = await own.database.owner.db.execute<{ stage: string }>(
    sql`select stage from claim where id = ${claim.id}`,
  )
  expect(row?.stage).toBe(claim.stage)
  const { approvals, publications } = await publicityOf(own.database.owner.db, [claim.id])
  expectApprovals(claim, approvals)
  expectPublications(claim, approvals, publications)
}

function expectApprovals(claim: ModelClaim, approvals: Publicity['approvals']): void {
  expect(approvals.map(({ seq }) => seq)).toEqual(claim.approvals.map(({ seq }) => seq))
  for (const [index, { by, hash, form, authors }] of approvals.entries()) {
    const seen = claim.approvals[index]
    expect({ by, hash, form }).toEqual({ by: seen?.by, hash: seen?.hash, form: seen?.text })
    expect(sha256(form)).toBe(hash)
    expect(seen?.roles).toContain('editor')
    expect(seen?.authors).not.toContain(by)
    expect(authors).toEqual(expect.arrayContaining([...(seen?.authors ?? [])]))
    expect([...(seen?.authors ?? []), ...(seen?.perhaps ?? [])]).toEqual(expect.arrayContaining(authors))
  }
}

function expectPublications(
  claim: ModelClaim,
  approvals: Publicity['approvals'],
  publications: Publicity['publications'],
): void {
  expect(publications.map(({ seq }) => seq)).toEqual(claim.publications.map(({ seq }) => seq))
  for (const [index, { seq, hash, form, approvedBy }] of publications.entries()) {
    const { text = '', quorum = 0, surely = [], perhaps = [] } = claim.publications[index] ?? {}
    expect(form).toBe(text)
    expect(sha256(form)).toBe(hash)
    expect(new Set(approvedBy).size).toBeGreaterThanOrEqual(Math.max(1, quorum))
    expect(approvedBy).toEqual(expect.arrayContaining([...surely]))
    expect([...surely, ...perhaps]).toEqual(expect.arrayContaining(approvedBy))
    const given = approvals.filter((each) => each.hash === hash && each.seq < seq)
    expect(given.map(({ by }) => by)).toEqual(expect.arrayContaining(approvedBy))
  }
}

const oneOf = <Name extends DrawnStep['name']>(weight: number, ...names: readonly Name[]) => ({
  weight,
  arbitrary: fc.constantFrom(...names),
})

const someDeed = fc.oneof(
  oneOf(16, 'forth'),
  oneOf(8, 'approve', 'publish'),
  oneOf(3, 'submit', 'correct'),
  oneOf(4, 'write', 'strike', 'putBack'),
  oneOf(6, 'sendBack', 'reopen'),
  oneOf(3, 'start', 'putOff', 'retract', 'withdrawCorrection'),
  oneOf(5, 'rate', 'attach', 'editEvidence', 'withdrawEvidence', 'setFigure', 'withdrawFigure', 'describe', 'appear'),
  oneOf(3, 'startThread', 'resolveThread', 'relate', 'unrelate'),
  oneOf(5, 'demand'),
  oneOf(2, 'giveRoles'),
)

const someStep = fc.record({
  name: someDeed,
  claim: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  // Two of the editors most of all, so that one decides again about what they decided before.
  who: fc.oneof(fc.nat(cast.length + 4), fc.constantFrom(3, 4)),
  n: fc.nat(1_000),
  isStale: fc.boolean(),
  isApt: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
})

/** One step, after which the law holds, and nothing is changed if it was refused; answers the facts after it. */
async function lawfulStep(world: World, drawn: DrawnStep, start: number, before: string): Promise<string> {
  const isDone = await step(world, stepFrom(world, drawn))
  for (const claim of world.claims) await expectLaw(claim)
  const after = await factsSince(start)
  if (!isDone) expect(after).toBe(before)
  return after
}

describe('whatever people do, in whatever order', () => {
  it(
    `nothing is approved by an author, and nothing published that was not approved (PLUMBLINE_SEED=${seed})`,
    async () => {
      const run = async (steps: readonly DrawnStep[]) => {
        const world = await begin()
        const start = await headOf(own.database.app.db, admin.actor.teamId)
        try {
          let facts = await factsSince(start)
          for (const each of steps) facts = await lawfulStep(world, each, start, facts)
        } finally {
          ;({ rulesSeq } = world)
        }
      }
      const limits = { interruptAfterTimeLimit: numRuns * 9_000, markInterruptAsFailure: true }
      await fc.assert(fc.asyncProperty(fc.array(someStep, { minLength: 1, maxLength: 60, size: 'max' }), run), {
        seed,
        numRuns,
        ...limits,
      })
      expect(tally.published).toBeGreaterThan(numRuns / 10)
    },
    numRuns * 10_000,
  )
})
