/*
 * What is exported of a history carries the newest timestamp of what was signed, for a stranger to check with OpenSSL alone.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundledVerifier } from '#server/bundle-verifier.mjs'
import { archived } from '#server/history/archive.gateway.ts'
import type { BundleScope } from '#server/history/bundle.ts'
import { keyText } from '#server/history/note.ts'
import { bundleOf } from '#server/history/queries/bundle.ts'
import { signedView } from '#server/history/queries/signed.ts'
import { signHistoryOf } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { timestampHistories } from '#server/history/timestamper.gateway.ts'
import { createReport } from '#server/reports/commands.ts'
import { startAuthority, type TestAuthority } from '#tests/support/authority.ts'
import { desk, premises, submittedClaim, type Desk } from '#tests/support/desk.ts'
import { inEmptyFolder, unpacked, verify } from '#tests/support/exported.ts'

const own = premises()
let authority: TestAuthority
let team: Desk
let folder: string
let verifier: Uint8Array
let claimId: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  authority = await startAuthority()
  verifier = await bundledVerifier()
  team = await desk(own.server)
  ;({ claimId } = await submittedClaim(team))
}, 60_000)
afterAll(async () => {
  await authority.close()
  rmSync(folder, { recursive: true, force: true })
})

const signing = () => openSigningFolder(folder, 'desk.example')
const sign = () => signHistoryOf({ db: own.database.app.db, folder: signing() }, team.mara.actor.teamId)

async function haveTimestamped(): Promise<void> {
  const options = { db: own.database.app.db, now: () => new Date() }
  const asked = { ...options, authority: { url: authority.url, patience: 10_000 } }
  expect(await timestampHistories(asked, new AbortController().signal)).toBeNull()
}

async function exported(scope: BundleScope): Promise<Uint8Array> {
  const bundle = await bundleOf(team.edith, signing(), { scope, earlier: null }, verifier)
  const chunks: Uint8Array[] = []
  for await (const chunk of archived(bundle, async () => true) as unknown as AsyncIterable<Uint8Array>)
    chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

/** Does what the README says, with the certificate that a stranger has from the authority. */
function asReadmeSays(bundle: string): { code: number | null; out: string } {
  const readme = readFileSync(join(bundle, 'README.txt'), 'utf8')
  const [, line = ''] = /^ {4}(openssl ts .*)$/mu.exec(readme) ?? []
  const command = line.replace(/<.*>/u, authority.caFile)
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: bundle, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}

const ofTeam = (): BundleScope => ({ type: 'team', id: team.mara.actor.teamId })
const ofClaim = (): BundleScope => ({ type: 'claim', id: claimId })
const check = (bundle: string) => verify(bundle, '.', '--key', keyText(signing().key))

it('without a timestamp nothing is said of any', async () => {
  await sign()
  const archive = await exported(ofClaim())
  expect((await signedView(team.edith, signing())).timestamp).toBeNull()
  await inEmptyFolder((at) => {
    const bundle = unpacked(archive, at)
    const names = ['README.txt', 'about.json', 'checkpoint.txt', 'entries', 'key.txt', 'verify.mjs']
    expect(readdirSync(bundle).toSorted()).toEqual(names.toSorted())
    const said = readFileSync(join(bundle, 'README.txt'), 'utf8') + readFileSync(join(bundle, 'about.json'), 'utf8')
    expect(said).not.toMatch(/openssl|timestamp/iu)
    expect(check(bundle).out).not.toContain('timestamp')
  })
})

it.each([
  ['what is exported itself', async () => {}],
  [
    'an earlier checkpoint, from which the history goes on',
    async () => {
      const text = { language: 'en', publisher: '', sourceUrl: '', text: 'Words.' }
      await createReport(team.mara, { title: 'Later', ...text })
      await sign()
    },
  ],
])('a stranger finds with OpenSSL that it was there: %s', async (_what, goOn) => {
  await haveTimestamped()
  await goOn()
  const view = (await signedView(team.edith, signing())).timestamp
  expect(view).toMatchObject({ by: 'Test clock' })
  for (const scope of [ofTeam(), ofClaim()]) {
    const archive = await exported(scope)
    await inEmptyFolder((at) => {
      const bundle = unpacked(archive, at)
      expect(asReadmeSays(bundle)).toMatchObject({ code: 0, out: expect.stringContaining('Verification: OK') })
      expect(check(bundle)).toMatchObject({ code: 0, err: '' })
      expect(check(bundle).out).toContain(`first ${view!.size} entries were there at ${view!.at}`)

      const path = join(bundle, 'timestamped.txt')
      const note = readFileSync(path, 'utf8')
      writeFileSync(path, note.replace(`\n${view!.size}\n`, `\n${view!.size - 1}\n`))
      expect(asReadmeSays(bundle)).toMatchObject({ code: 1 })
      expect(check(bundle).err).toBe('Wrong: timestamped.txt: the key did not sign it, or it was changed.\n')
      // By the same key, but not what it is over.
      writeFileSync(path, note.replace('\n\n', '\n\n— other AAAA\n'))
      expect(check(bundle).err).toBe('Wrong: timestamped.tsr: it is over something else.\n')
      writeFileSync(path, note)

      const about = join(bundle, 'about.json')
      const told = readFileSync(about, 'utf8')
      writeFileSync(about, told.replace(/"timestamped": \[[^\]]*\]/u, `"timestamped": ["${'A'.repeat(43)}="]`))
      expect(check(bundle).err).toContain('nothing proves that the history begins with what it was signed for')
      writeFileSync(about, told)
      // Another time, which nobody signed: one digit less or more.
      const answer = readFileSync(join(bundle, 'timestamped.tsr'))
      const digit = answer.indexOf(view!.at.slice(0, 10).replaceAll('-', '')) + 3
      answer[digit]! ^= 1
      writeFileSync(join(bundle, 'timestamped.tsr'), answer)
      expect(asReadmeSays(bundle)).toMatchObject({ code: 1 })
      expect(check(bundle).err).toBe('Wrong: timestamped.tsr: what it says is not what was signed.\n')
      writeFileSync(join(bundle, 'timestamped.tsr'), 'nothing')
      expect(check(bundle).err).toContain('Wrong: timestamped.tsr: it is no timestamp')
      renameSync(join(bundle, 'timestamped.tsr'), join(bundle, 'elsewhere'))
      expect(check(bundle).err).toContain('what belongs to it is not there')
    })
  }
})
