import { beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { publicityOf } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import { attachEvidence } from '#server/evidence/commands.ts'
import { deedsOf, textEditsOf } from '#server/history/store.ts'
import { publishClaim } from '#server/publication/commands/publish.ts'
import { loadClaimAt } from '#server/realtime/store.ts'
import { approveClaim } from '#server/review/commands/review.ts'
import { sha256, sourceOf } from '#tests/support/approval-model.ts'
import { contentNow, desk, premises, submittedClaim, typeIn, type Desk } from '#tests/support/desk.ts'
import { aWhile, openPage, until, type Page } from '#tests/support/rooms.ts'
import { randomOf } from '#tests/support/typists.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const rounds = Number(process.env['PLUMBLINE_RUNS'] ?? 20)
const random = randomOf(seed)

const own = premises()
let team: Desk

beforeAll(async () => {
  team = await desk(own.server)
})

/** A page that is in, with nothing of it on its way. */
async function open(ctx: Context, claimId: string): Promise<Page> {
  const page = await openPage(own.server, ctx.actor, claimId)
  await until(() => page.sent > 0 && page.acknowledged === page.sent, 'the page is in')
  return page
}

const approvalsOf = async (claimId: string) => (await publicityOf(own.database.owner.db, [claimId])).approvals

describe('fifty approvals of one’s own at once', () => {
  const hands: Readonly<Record<string, (claimId: string) => Promise<unknown>>> = {
    async words(claimId) {
      const page = await open(team.edith, claimId)
      page.doc.getText('analysis').insert(0, 'x')
      await until(() => page.acknowledged === page.sent, 'it is saved')
      page.end()
    },
    async verdict(claimId) {
      const { claim } = await contentNow(team.edith, claimId)
      await setVerdict(team.edith, claimId, { rating: 'false', reason: 'No.', seen: String(claim.verdictSeq) })
    },
    evidence: (claimId) =>
      attachEvidence(team.edith, claimId, { ...sourceOf('embassy'), sourceKind: 'primary', stance: 'supports' }),
  }

  it.each(Object.keys(hands))(
    'of one’s own %s: none gets through, before or after',
    async (hand) => {
      const { claimId } = await submittedClaim(team)
      const before = (await contentNow(team.edith, claimId)).hash
      // Some approve what stood before, while they are on their way to be authors.
      const tries = Array.from({ length: 50 }, async (_, index) => {
        if (index === 10) return hands[hand]?.(claimId)
        await aWhile(random(40))
        const { hash } = index % 3 === 0 ? { hash: before } : await contentNow(team.edith, claimId)
        await approveClaim(team.edith, claimId, { hash })
      })
      await Promise.allSettled(tries)
      await expectNoOwn(claimId)
      const { hash } = await contentNow(team.edith, claimId)
      const stood = await approvalsOf(claimId)
      const late = Array.from({ length: 50 }, () => approveClaim(team.edith, claimId, { hash }))
      expect((await Promise.allSettled(late)).filter(({ status }) => status === 'fulfilled')).toEqual([])
      expect(await approvalsOf(claimId)).toEqual(stood)
      await approveClaim(team.emil, claimId, { hash })
    },
    60_000,
  )
})

/** Nobody approved after they had a hand in the claim; nothing of this file takes a hand away again. */
async function expectNoOwn(claimId: string): Promise<void> {
  const deeds = await deedsOf(own.database.owner.db, { type: 'claim', id: claimId })
  const edits = await textEditsOf(own.database.owner.db, claimId)
  const hands = [...edits, ...deeds.filter(({ kind }) => kind === 'verdict.set' || kind === 'evidence.attach')]
  for (const { by, seq } of await approvalsOf(claimId)) {
    expect(hands.filter((each) => each.actor === by && each.seq < seq)).toEqual([])
  }
}

/** The texts that readers see, as the recorded edits up to an entry make them. */
async function replayedAt(claimId: string, seq: number) {
  const { updates } = await loadClaimAt(own.database.owner.db, claimId, seq)
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return { statement: doc.getText('statement').toString(), analysis: doc.getText('analysis').toString() }
}

/** Whatever was decided was decided on what stood at its place in the history. */
async function expectAsItStood(claimId: string): Promise<{ approved: number; published: number }> {
  const { approvals, publications } = await publicityOf(own.database.owner.db, [claimId])
  for (const { seq, form, hash } of [...approvals, ...publications]) {
    expect(JSON.parse(form)).toMatchObject(await replayedAt(claimId, seq))
    expect(sha256(form)).toBe(hash)
  }
  for (const { seq, hash, approvedBy } of publications) {
    const backing = approvals.filter((each) => each.hash === hash && each.seq < seq)
    expect(backing.length).toBeGreaterThan(0)
    expect(new Set(backing.map(({ by }) => by))).toEqual(new Set(approvedBy))
  }
  return { approved: approvals.length, published: publications.length }
}

/** Types the statement letter by letter, and mostly takes the last one back, so that what stood before stands again. */
async function revise(page: Page): Promise<void> {
  const text = page.doc.getText('statement')
  for (let typed = 0; typed < 8; typed += 1) {
    await aWhile(random(60))
    text.insert(text.length, 'x')
    await aWhile(random(30))
    if (random(4) > 0) text.delete(text.length - 1, 1)
  }
}

/** Adds to the analysis at some moment, for good. */
async function add(page: Page): Promise<void> {
  await aWhile(random(400))
  page.doc.getText('analysis').insert(0, 'x')
}

/** Does the same again and again until the others are done; what is refused is tried anew. */
async function again(isOver: () => boolean, once: () => Promise<unknown>): Promise<number> {
  let refused = 0
  while (!isOver()) {
    await aWhile(random(15))
    await once().catch(() => (refused += 1))
  }
  return refused
}

describe('while somebody types', () => {
  it(
    `what is approved and published is what stood then (PLUMBLINE_SEED=${seed})`,
    async () => {
      const tally = { approved: 0, published: 0, refused: 0 }
      for (let round = 0; round < rounds; round += 1) {
        const { claimId } = await submittedClaim(team)
        const page = await open(team.mara, claimId)
        // In some rounds an editor who approves begins to type as well.
        const another = round % 3 === 0 ? await open(team.emil, claimId) : null
        const read = async (ctx: Context) => (await contentNow(ctx, claimId)).hash
        const settle = (ids: readonly string[], patience: number) =>
          own.server.rooms.settle(team.edith.actor.teamId, ids, patience)
        let isOver = false
        let approved = await read(team.edith)
        const typing = Promise.all([revise(page), another && add(another)])
        const others = [team.edith, team.emil].map((ctx) =>
          again(
            () => isOver,
            async () => {
              const hash = await read(ctx)
              await approveClaim(ctx, claimId, { hash })
              approved = hash
            },
          ),
        )
        const publishing = again(
          () => isOver,
          async () => publishClaim(team.edith, claimId, { hash: approved }, settle),
        )
        await typing
        isOver = true
        const refused = await Promise.all([...others, publishing])
        page.end()
        another?.end()
        await expectNoOwn(claimId)
        const stood = await expectAsItStood(claimId)
        tally.approved += stood.approved
        tally.published += stood.published
        tally.refused += refused.reduce((sum, each) => sum + each, 0)
      }
      expect(tally.approved).toBeGreaterThan(rounds / 2)
      expect(tally.published).toBeGreaterThan(0)
      expect(tally.refused).toBeGreaterThan(rounds)
    },
    rounds * 10_000,
  )
})

it('of fifty at once, no author is let through, and one approval is one', async () => {
  const { claimId } = await submittedClaim(team)
  await typeIn(own.server, team.emil, claimId, (text) => text.insert(0, 'x'))
  const { hash } = await contentNow(team.emil, claimId)
  const tries = Array.from({ length: 50 }, () => approveClaim(team.emil, claimId, { hash }))
  expect((await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled')).toEqual([])
  const right = Array.from({ length: 10 }, () => approveClaim(team.edith, claimId, { hash }))
  expect((await Promise.allSettled(right)).filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
