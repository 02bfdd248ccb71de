/*
 * What is exported of a history is checked by a stranger, in an empty folder and with nothing but Node, and holds what
 * whoever exported it may read and no more.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimText } from '#db/schema/claims.ts'
import { checkpoint, entry } from '#db/schema/history.ts'
import { bundledVerifier } from '#server/bundle-verifier.mjs'
import { addRelation, makeClaim } from '#server/claims/commands.ts'
import { mergeClaim, splitClaim } from '#server/claims/commands/split-merge.ts'
import { giveRating } from '#server/claims/commands/verdict.ts'
import type { Context } from '#server/context.ts'
import { archived } from '#server/history/archive.gateway.ts'
import { readBundledLine, type BundledEntry, type BundleScope } from '#server/history/bundle.ts'
import { keyText } from '#server/history/note.ts'
import { bundledCount, bundleOf } from '#server/history/queries/bundle.ts'
import { newestNote } from '#server/history/queries/signed.ts'
import { signHistoryOf } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { askForSecond } from '#tests/support/blind.ts'
import { desk, premises, submittedClaim, typeIn, type Desk } from '#tests/support/desk.ts'
import { until } from '#tests/support/rooms.ts'
import { inEmptyFolder, unpacked, verify } from '#tests/support/exported.ts'

const own = premises()
const word = `canary${randomBytes(8).toString('hex')}`
let team: Desk
let aya: Context
let folder: string
let verifier: Uint8Array
let reportId: string
let claimId: string
let otherId: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  verifier = await bundledVerifier()
  team = await desk(own.server)
  aya = await team.join('Aya', 'auditor')
  const { mara, ada } = team
  ;({ reportId, claimId } = await submittedClaim(team))
  ;({ id: otherId } = await makeClaim(mara, reportId, { edition: '1', start: '12', end: '23' }))
  await addRelation(mara, claimId, { kind: 'contradicts', parts: [`${otherId}:`], figureId: '', note: '' })
  await startThread(mara, claimId, { on: 'claim', words: 'Is it so?' })
  await typeIn(own.server, mara, claimId, (text) => text.insert(0, 'Surely: '))
  await askForSecond(ada, true)
  await giveRating(mara, otherId, { rating: 'half-true', reason: word, seen: '0' })
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const signing = () => openSigningFolder(folder, 'desk.example')
const sign = () => signHistoryOf({ db: own.database.app.db, folder: signing() }, team.mara.actor.teamId)

const scopes = {
  claim: (): BundleScope => ({ type: 'claim', id: claimId }),
  report: (): BundleScope => ({ type: 'report', id: reportId }),
  team: (): BundleScope => ({ type: 'team', id: team.mara.actor.teamId }),
} as const

async function exported(ctx: Context, scope: BundleScope, earlier: number | null = null): Promise<Uint8Array> {
  await sign()
  const bundle = await bundleOf(ctx, signing(), { scope, earlier }, verifier)
  const chunks: Uint8Array[] = []
  for await (const chunk of archived(bundle, async () => true) as unknown as AsyncIterable<Uint8Array>)
    chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

function linesOf(bundle: string): BundledEntry[] {
  const files = readdirSync(join(bundle, 'entries')).toSorted()
  const lines = files.flatMap((file) =>
    readFileSync(join(bundle, 'entries', file), 'utf8')
      .trimEnd()
      .split('\n'),
  )
  return lines.map((line) => readBundledLine(line)!)
}

describe.each(['claim', 'report', 'team'] as const)('the history of a %s', (type) => {
  it('is checked by a stranger as it was exported, unpacked or not, and not with any byte changed', async () => {
    const archive = await exported(aya, scopes[type](), 5)
    const entries = await bundledCount(aya, scopes[type]())
    await inEmptyFolder((at) => {
      const bundle = unpacked(archive, at)
      writeFileSync(join(bundle, 'kept'), readFileSync(join(bundle, 'checkpoint.txt')))
      const people = Object.keys(JSON.parse(readFileSync(join(bundle, 'about.json'), 'utf8')).people)
      expect(people).toEqual(people.toSorted())
      const trusting = verify(bundle, '.', '--key', keyText(signing().key), '--kept', 'kept')
      expect(trusting).toMatchObject({ code: 0, err: '' })
      expect(trusting.out).toContain(`Everything agrees: ${entries} entries of the ${type}`)
      expect(trusting.out).toContain('begins with its 5 entries of earlier')
      writeFileSync(join(bundle, 'whole.tar.gz'), archive)
      const packed = verify(bundle, 'whole.tar.gz', '--key', keyText(signing().key))
      expect(packed.out.split('\n', 1)).toEqual(trusting.out.split('\n', 1))
      expect(verify(bundle, 'whole.tar.gz').out).toMatch(/^It agrees in itself, by a key that was not checked: /u)
      expect(verify(bundle, 'checkpoint.txt').err).toBe(
        'This cannot be checked: the bundle: it is no archive, or was damaged.\n',
      )

      const [file = ''] = readdirSync(join(bundle, 'entries'))
      const path = join(bundle, 'entries', file)
      const words = readFileSync(path, 'utf8')
      const { entry: bad } = linesOf(bundle).find(
        ({ entry: { kind } }) => kind === 'verdict.set' || kind === 'member.add',
      )!
      writeFileSync(path, words.replace(`"kind":"${bad.kind}"`, `"kind":"${bad.kind}s"`))
      const changed = verify(bundle, '.')
      expect(changed).toMatchObject({ code: 1, out: '' })
      expect(changed.err).toContain(`Wrong at entry ${bad.seq} (`)
      expect(changed.err).toContain('its hash does not fit its fields')
      writeFileSync(path, words)
      expect(verify(bundle, '.', '--key', 'other+00000000+AAAA').code).toBe(1)
      const noKey = (named: string) => ({ code: 1, err: `${named} is no key, and no file with one in it.\n` })
      for (const named of ['key.pu', 'README.txt']) {
        expect(verify(bundle, '.', '--key', named)).toMatchObject(noKey(named))
      }
      expect(verify(bundle, 'nothing').code).toBe(1)
    })
  })

  it('is not for a member of another team, and is told of as if it was not there', async () => {
    const elsewhere = await desk(own.server)
    await expect(exported(elsewhere.mara, scopes[type]())).rejects.toMatchObject({ id: 'not-found' })
    await expect(bundledCount(elsewhere.mara, scopes[type]())).rejects.toMatchObject({ id: 'not-found' })
  })
})

it('a sealed rating is left out for everybody but its giver, and its entry is proven all the same', async () => {
  for (const scope of [scopes.report(), scopes.team(), { type: 'claim', id: otherId } as const]) {
    for (const [ctx, sees] of [
      [aya, false],
      [team.oleh, false],
      [team.edith, false],
      [team.mara, true],
    ] as const) {
      const archive = await exported(ctx, scope)
      await inEmptyFolder((at) => {
        const bundle = unpacked(archive, at)
        const [rating, ...others] = linesOf(bundle).filter(({ entry: { kind } }) => kind === 'rating.give')
        expect(others).toEqual([])
        expect(rating?.content === 'sealed').toBe(!sees)
        const words = readdirSync(join(bundle, 'entries')).map((file) =>
          readFileSync(join(bundle, 'entries', file), 'utf8'),
        )
        expect(words.join('').includes(word)).toBe(sees)
        expect(verify(bundle, '.')).toMatchObject({ code: 0, err: '' })
      })
    }
  }
})

it('a bundle of one claim names no other one, and has at most 10 KB besides payloads and the program', async () => {
  const { mara } = team
  const made = await makeClaim(mara, reportId, { edition: '1', start: '0', end: '11' })
  const view = async (id: string) => (await workspaceView(mara, reportId)).claims.find((each) => each.id === id)!
  const before = await view(made.id)
  const parts = before.passages.map(({ id }) => `both ${id}`)
  const split = await splitClaim(mara, made.id, { parts, statement: word, seen: String(before.seq) })
  await mergeClaim(mara, split.id, { into: made.id, seen: String((await view(split.id)).seq) })
  const claims = (await own.database.app.db.select().from(claimText)).map((row) => row.claimId)
  expect(claims.length).toBeGreaterThan(2)
  for (const id of [claimId, made.id, split.id]) {
    const archive = await exported(aya, { type: 'claim', id })
    await inEmptyFolder((at) => {
      const bundle = unpacked(archive, at)
      const files = ['README.txt', 'about.json', 'checkpoint.txt', 'key.txt'].map((name) => join(bundle, name))
      const entries = readdirSync(join(bundle, 'entries')).map((name) => join(bundle, 'entries', name))
      const said = [...files, ...entries].map((path) => readFileSync(path, 'utf8')).join('\n')
      expect(claims.filter((other) => other !== id && said.includes(other))).toEqual([])
      const lines = linesOf(bundle)
      const leftOut = lines.filter(({ content }) => content === 'other-claim').map(({ entry: { kind } }) => kind)
      expect(leftOut.length).toBeGreaterThan(0)
      expect(leftOut.every((kind) => /^(?:relation|claim\.(?:split|carve|merge|absorb|move))/u.test(kind))).toBe(true)
      const payloads = lines.reduce(
        (sum, { content }) => sum + (typeof content === 'string' ? 0 : content.payload.length),
        0,
      )
      expect(archive.length - gzipSync(verifier).length).toBeLessThan(10_000 + payloads)
      expect(verify(bundle, '.')).toMatchObject({ code: 0, err: '' })
    })
  }
})

it('what is recorded while a bundle is downloaded is not in it, and the next one leads back to what was kept', async () => {
  await sign()
  const kept = (await newestNote(own.database.app.db, aya.actor.teamId)) ?? ''
  const bundle = await bundleOf(aya, signing(), { scope: scopes.team(), earlier: null }, verifier)
  await makeClaim(team.mara, reportId, { edition: '1', start: '0', end: '11' })
  const names: string[] = []
  let last = ''
  for await (const { name, bytes } of bundle.files) {
    names.push(name)
    last = new TextDecoder().decode(bytes).trimEnd().split('\n').at(-1) ?? ''
  }
  const size = Number(kept.split('\n')[1])
  expect(readBundledLine(last)?.entry.seq).toBe(size)
  for (const scope of Object.values(scopes)) {
    const archive = await exported(aya, scope(), size)
    await inEmptyFolder((at) => {
      const next = unpacked(archive, at)
      writeFileSync(join(next, 'kept.txt'), kept)
      expect(verify(next, '.', '--kept', 'kept.txt').out).toContain(`checkpoint of ${size} entries that you kept`)
      writeFileSync(join(next, 'kept.txt'), kept.replace(`\n${size}\n`, `\n${size - 1}\n`))
      expect(verify(next, '.', '--kept', 'kept.txt').err).toContain('the key did not sign it')
    })
  }
  await expect(exported(aya, scopes.team(), 1_000_000)).rejects.toMatchObject({ id: 'invalid' })
})

it('when nobody reads on, nothing is made any more', async () => {
  let [made, ended] = [0, false]
  const files = (async function* () {
    try {
      for (;;) {
        made += 1
        yield { name: `entries/${made}`, bytes: new Uint8Array(randomBytes(100_000)) }
      }
    } finally {
      ended = true
    }
  })()
  let isRead = true
  const reader = archived({ name: 'endless', size: 1, at: new Date(0), files }, async () => isRead).getReader()
  for (let at = 0; at < 10; at += 1) expect((await reader.read()).done).toBe(false)
  expect(made).toBeLessThan(20)
  isRead = false
  expect((await reader.read()).done).toBe(true)
  await until(() => ended, 'its making ends')
})

it('nothing is exported of a history that is not signed on', async () => {
  const other = openSigningFolder(join(folder, 'other'), 'desk.example')
  const asked = bundleOf(aya, other, { scope: scopes.team(), earlier: null }, verifier)
  await expect(asked).rejects.toMatchObject({
    id: 'unavailable',
    message: expect.stringContaining('Nothing more is signed'),
  })
  const rows = await own.database.app.db.select().from(checkpoint).where(eq(checkpoint.teamId, aya.actor.teamId))
  expect(rows.length).toBeGreaterThan(1)
  expect(await own.database.app.db.select().from(entry).limit(1)).toHaveLength(1)
})
