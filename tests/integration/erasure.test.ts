/*
 * Words are erased on a lawful request, by two people: nothing holds them any more, every proof stands, and the history
 * says what was done.
 */
import { randomBytes } from 'node:crypto'
import { asc, eq, sql, type SQL } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { claimText } from '#db/schema/claims.ts'
import { checkpoint, entry, erasure, historyNode } from '#db/schema/history.ts'
import { claimSnapshot } from '#db/schema/realtime.ts'
import { makeClaim } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { attachEvidence } from '#server/evidence/commands.ts'
import { lineOf } from '#server/history-verify.ts'
import { confirmErasure, proposeErasure, withdrawErasure } from '#server/history/commands/erasure.ts'
import { archived } from '#server/history/archive.gateway.ts'
import { timeline } from '#server/history/queries.ts'
import { bundleOf } from '#server/history/queries/bundle.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { pastOf } from '#server/history/queries/text-past.ts'
import { textEditsOf } from '#server/history/store.ts'
import { isSame } from '#server/history/tree.ts'
import { TextPast, textsOf } from '#server/history/text-past.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { bundledVerifier } from '#server/bundle-verifier.mjs'
import { nouns } from '#server/nouns.ts'
import { publicClaims, publicSide } from '#server/publication/queries/public.ts'
import { ClaimDoc } from '#server/realtime/claim-doc.ts'
import { insertSnapshot, loadClaim } from '#server/realtime/store.ts'
import { createReport } from '#server/reports/commands.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { approveNow, checkAndSubmit, desk, premises, publishNow, typeIn, type Desk } from '#tests/support/desk.ts'
import { inEmptyFolder, unpacked, verify } from '#tests/support/exported.ts'
import { openPage, until } from '#tests/support/rooms.ts'
import { everythingIn } from '#tests/support/everything.ts'
import { confirmSeen } from '#tests/support/seen-erasure.ts'
import { signing, signingFolder } from '#tests/support/signing.ts'
import { asSuperuser } from '#tests/support/superuser.ts'

const own = premises()
const canary = `Kanarie ${randomBytes(6).toString('hex').toUpperCase()}`
const blocks = '█'.repeat(canary.length)

let team: Desk
let reportId: string
let claimId: string
let otherId: string

const teamId = () => team.mara.actor.teamId
const owner = () => own.database.owner.db
const sign = () => signing(own.database.app.db)(teamId())
const entries = () => owner().select().from(entry).where(eq(entry.teamId, teamId())).orderBy(asc(entry.seq))
const finding = async () =>
  (await verifyHistory(owner(), nouns, signingFolder())).find((each) => each.teamId === teamId())!
const propose = (ctx: Context, words = canary) =>
  proposeErasure(ctx, { words, reason: `A court ordered that ${words} be forgotten.` })
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: { code?: string; cause?: { code?: string } }) => error.cause?.code ?? error.code,
  )

/** What each text of a claim was after every edit, and whose words it had. */
async function pastsOf(id: string) {
  const past = new TextPast()
  const edits = await textEditsOf(owner(), id)
  for (const edit of edits) past.apply(edit, 0)
  return edits.map(({ seq }) => ({ seq, runs: past.runsAt(seq), texts: textsOf(past.runsAt(seq)) }))
}

beforeAll(async () => {
  team = await desk(own.server)
  const { mara, oleh, edith } = team
  const text = `Taxes rose, said ${canary}. So it goes.`
  const report = { title: `Budget of ${canary}`, publisher: '', sourceUrl: '', language: 'en', text }
  ;({ id: reportId } = await createReport(mara, report))
  ;({ id: claimId } = await makeClaim(mara, reportId, { edition: '1', start: '0', end: String(text.indexOf('.')) }))
  ;({ id: otherId } = await makeClaim(mara, reportId, { edition: '1', start: '0', end: '10' }))
  await typeIn(own.server, oleh, otherId, (words) => words.insert(0, 'Surely: '))
  await typeIn(own.server, oleh, claimId, (words) => words.insert(0, 'Hear: '))
  const page = await openPage(own.server, oleh.actor, claimId)
  for (const [at, letter] of `${canary} `.split('').entries()) {
    page.doc.getText('statement').insert(at, letter)
    await until(() => page.acknowledged === page.sent, 'the letter is saved')
  }
  page.end()
  await typeIn(own.server, oleh, claimId, (words) => words.insert(words.length, ` Not ${canary}.`))
  await typeIn(own.server, mara, claimId, (words) => words.delete(words.length - 8, 8))
  const evidence = { url: 'https://a.example/x', title: `Of ${canary}`, publisher: '', author: canary, publishedOn: '' }
  const bearing = { sourceKind: 'primary', stance: 'supports', quote: `“${canary}”`, note: canary }
  await attachEvidence(mara, claimId, { ...evidence, ...bearing })
  await checkAndSubmit(team, claimId, `Because ${canary} said so.`)
  await approveNow(edith, claimId)
  await publishNow(edith, claimId)
  await startThread(oleh, claimId, { on: 'claim', words: `Who is ${canary}?` })
  const { updates, seq } = await loadClaim(own.database.app.db, claimId, 'start')
  const state = new ClaimDoc(updates).state()
  await insertSnapshot(own.database.app.db, { claimId, seq, teamId: teamId(), state }, 0)
  await sign()
}, 60_000)

describe('before it is confirmed', () => {
  it('nobody proposes what stands nowhere, is too short, or what the history cannot be read without', async () => {
    await expect(propose(team.ada, 'Nobody said this')).rejects.toThrow('nowhere')
    await expect(propose(team.ada, 'ab')).rejects.toMatchObject({ id: 'invalid' })
    await expect(propose(team.ada, 'supports')).rejects.toThrow('cannot be read without')
    await expect(propose(team.ada, claimId.slice(0, 8))).rejects.toThrow('cannot be read without')
    await expect(propose(team.mara)).rejects.toMatchObject({ id: 'forbidden' })
  })

  it('one person alone erases nothing', async () => {
    await propose(team.ada)
    await expect(propose(team.edith)).rejects.toThrow('proposed already')
    await expect(confirmErasure(team.ada, { number: 1 })).rejects.toMatchObject({ id: 'forbidden' })
    await expect(confirmErasure(team.mara, { number: 1 })).rejects.toMatchObject({ id: 'forbidden' })
    await withdrawErasure(team.edith, { number: 1 })
    await expect(confirmErasure(team.edith, { number: 1 })).rejects.toThrow('withdrawn already')
    expect(await everythingIn(own.database)).toContain(canary)
  })

  const changes: [string, SQL][] = [
    ['an entry', sql`update entry set payload = payload where seq = 3`],
    ['the salt of an entry', sql`update entry set salt = 'x' where seq = 3`],
    ['an edition', sql`update edition set text = '█'`],
    ['a publication', sql`update publication set form = form`],
    ['a report', sql`update report set title = '█'`],
    ['a thread’s comment', sql`update comment set words = '█'`],
  ]
  it.each(changes)('nobody changes %s', async (_name, change) => {
    expect(['42501', '23001']).toContain(await codeOf(own.database.app.db.execute(change)))
    expect(await codeOf(owner().execute(change))).toBe('23001')
  })

  it('nobody erases by way of what erases', async () => {
    const [third] = await entries()
    const substitutes = JSON.stringify([{ seq: third!.seq, salt: 'eA==', payload: 'e30=' }])
    const call = sql`select erase_entries(${teamId()}, ${substitutes}::jsonb)`
    expect(await codeOf(own.database.app.db.execute(call))).toBe('23001')
    expect(await codeOf(owner().execute(call))).toBe('23001')
  })
})

describe('once it is confirmed', () => {
  let before: Awaited<ReturnType<typeof entries>>
  let notes: unknown
  let nodes: unknown
  let pasts: Awaited<ReturnType<typeof pastsOf>>
  let confirmedAt: number

  beforeAll(async () => {
    await propose(team.ada)
    ;[before, pasts] = [await entries(), await pastsOf(claimId)]
    notes = await owner().select().from(checkpoint)
    nodes = await owner().select().from(historyNode).orderBy(asc(historyNode.seq), asc(historyNode.level))
    await confirmSeen(team.edith, 2)
    confirmedAt = (await entries()).at(-1)!.seq
    await sign()
  })

  it('no table holds the words any more', async () => {
    const all = await everythingIn(own.database)
    expect(all).not.toContain(canary)
    expect(all).toContain(blocks)
    expect(await owner().select().from(claimSnapshot).where(eq(claimSnapshot.claimId, claimId))).toEqual([])
  })

  it('every proof stands, and verification says what was erased', async () => {
    const bare = (all: typeof before) => all.map(({ payload: _, salt: __, ...rest }) => rest)
    const after = await entries()
    expect(bare(after.slice(0, before.length))).toEqual(bare(before))
    expect(await owner().select().from(checkpoint)).toEqual(expect.arrayContaining(notes as unknown[]))
    const now = await owner().select().from(historyNode).orderBy(asc(historyNode.seq), asc(historyNode.level))
    expect(now.slice(0, (nodes as unknown[]).length)).toEqual(nodes)
    const changed = after.filter(({ payload }, index) => before[index] && !isSame(before[index].payload, payload))
    const found = await finding()
    expect(found.difference).toBeNull()
    expect(found.erased).toEqual({ entries: changed.length, under: [confirmedAt] })
    expect(lineOf(found)).toContain(`The words of ${changed.length} entries were erased under entry ${confirmedAt}.`)
  })

  it('replay and authorship are as they were, but for the blocks', async () => {
    const after = await pastsOf(claimId)
    const last = (all: typeof pasts) => all.at(-1)!.texts.statement
    // What was left of words that somebody deleted in part is gone too.
    expect(last(after)).toBe(`${blocks} Hear: Taxes rose, said ${blocks} Not ${blocks.slice(0, -7)}`)
    for (const [index, { runs, texts }] of after.entries()) {
      const then = pasts[index]!
      const shape = (all: typeof runs) => all.statement.map(({ text, ...run }) => ({ ...run, length: text.length }))
      expect(shape(runs)).toEqual(shape(then.runs))
      const isKept = (letter: string, at: number) => letter === '█' || letter === then.texts.statement[at]
      expect(texts.statement.split('').every(isKept)).toBe(true)
    }
    expect((await pastOf(team.mara, new KeptPasts(), claimId)).bursts).not.toEqual([])
    const [derived] = await owner().select().from(claimText).where(eq(claimText.claimId, claimId))
    expect(derived?.statement).toBe(last(after))
    expect(JSON.stringify(await pastsOf(otherId))).not.toContain('█')
  })

  it('what was published goes on being shown, with blocks', async () => {
    const side = await publicSide(owner(), team.slug, new Date())
    const [shown] = await publicClaims(owner(), side!, new Date(), {})
    expect(JSON.stringify(shown)).toContain(blocks)
    expect(JSON.stringify(shown)).not.toContain(canary)
  })

  it('the history tells it, and no words of it', async () => {
    const { items } = await timeline(team.mara, { ofTeam: true })
    const told = items.find(({ kind }) => kind === 'erasure.confirm')
    expect(told).toMatchObject({ person: 'Edith' })
    expect(told?.sentence).toMatch(/words were erased in \d+ entries/u)
    const all = [
      items,
      (await timeline(team.mara, { reportId })).items,
      (await timeline(team.mara, { reportId, claimId })).items,
    ]
    expect(JSON.stringify(all)).not.toContain(canary)
    const [, row] = await owner().select().from(erasure).orderBy(asc(erasure.number))
    expect(row).toMatchObject({ state: 'confirmed', words: blocks, decidedBy: team.edith.actor.personId })
  })

  it.each(['claim', 'report', 'team'] as const)('the export of a %s is checked by a stranger', async (type) => {
    const id = { claim: claimId, report: reportId, team: teamId() }[type]
    const aya = await team.join(`Aya-${type}`, 'auditor')
    await sign()
    const bundle = await bundleOf(aya, signingFolder(), { scope: { type, id }, earlier: null }, await bundledVerifier())
    const chunks: Uint8Array[] = []
    const stream = archived(bundle, async () => true) as unknown as AsyncIterable<Uint8Array>
    for await (const chunk of stream) chunks.push(chunk)
    await inEmptyFolder((at) => {
      const said = verify(unpacked(new Uint8Array(Buffer.concat(chunks)), at), '.')
      expect(said).toMatchObject({ code: 0, err: '' })
      expect(said.out).toContain(`erased under entry ${confirmedAt}.`)
    })
  })

  const tamperings: [string, SQL, RegExp][] = [
    [
      'another substitute',
      sql`update entry set payload = convert_to(replace(convert_from(payload, 'UTF8'), '█', '▓'), 'UTF8')
          where kind = 'comment.add' or kind = 'thread.start'`,
      /at entry \d+, thread .*: its payload or salt is not what was recorded/u,
    ],
    [
      'what says that it was erased',
      sql`update entry set payload = convert_to(replace(convert_from(payload, 'UTF8'), '"hash":"', '"hash":"0'), 'UTF8')
          where kind = 'erasure.confirm'`,
      /team .*: its payload or salt is not what was recorded/u,
    ],
    ['a row of it', sql`update comment set words = 'x'`, /comment .*: the column words is not what was recorded/u],
  ]
  it.each(tamperings)('a superuser who changes %s is found', async (_name, change, says) => {
    const undo = new Error('undo')
    let line = ''
    await asSuperuser(own.database, async (tx) => {
      await tx.execute(change)
      line = lineOf((await verifyHistory(tx, nouns, signingFolder())).find((each) => each.teamId === teamId())!)
      throw undo
    }).catch((error: unknown) => expect(error).toBe(undo))
    expect(line).toMatch(says)
  })

  it('a superuser who puts the words back is found', async () => {
    const undo = new Error('undo')
    let line = ''
    const was = before.find(({ kind }) => kind === 'thread.start')!
    await asSuperuser(own.database, async (tx) => {
      const { seq, salt, payload } = was
      await tx
        .update(entry)
        .set({ salt, payload })
        .where(sql`team_id = ${teamId()} and seq = ${seq}`)
      line = lineOf((await verifyHistory(tx, nouns, signingFolder())).find((each) => each.teamId === teamId())!)
      throw undo
    }).catch((error: unknown) => expect(error).toBe(undo))
    expect(line).toContain(`it holds again what entry ${confirmedAt} erased`)
  })

  it('nobody changes what was erased again, without erasing', async () => {
    expect(await codeOf(owner().execute(sql`update entry set salt = salt where seq = ${confirmedAt}`))).toBe('23001')
    expect(await codeOf(owner().execute(sql`update edition set text = text`))).toBe('23001')
  })
})
