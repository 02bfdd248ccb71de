import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Connection } from '#db/client.ts'
import { embeddedHome, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { lineOf, verifyDatabase } from '#server/history-verify.ts'
import { archived, verifierOf } from '#server/history/archive.gateway.ts'
import { catchUp } from '#server/history/follower.ts'
import { bundleOf } from '#server/history/queries/bundle.ts'
import { rootsOf } from '#server/history/queries/tree.ts'
import { signHistories } from '#server/history/signer.gateway.ts'
import { openSigningFolder, type SigningFolder } from '#server/history/signing-folder.gateway.ts'
import { inclusionRanges } from '#server/history/tree.ts'
import { at } from './readers.ts'
import { TypedHistory } from './typed-history.ts'

// Verifying 100,000 entries, and a proof for one of many and an export of them all: as many as the argument after the name
// says, 1,000,000 if it says nothing.
const [verified, target] = [100_000, 5_000]
const long = Number(process.argv[3] ?? 1_000_000)
const [proofs, longestProof] = [200, 20]
const say = (line: string) => process.stdout.write(`${line}\n`)
const seconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(1)

/** Measures, and says whether the figures hold. */
export async function benchLongHistory(): Promise<void> {
  const root = join(process.env['PLUMBLINE_TEST_DATA'] ?? embeddedHome(), `bench-${randomBytes(4).toString('hex')}`)
  const signing = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  const embedded = await startEmbedded({ root })
  const owner = connect(embedded.address, { max: 4 })
  try {
    await migrate(owner, { appRole: 'plumbline_app' })
    await measure(owner, openSigningFolder(signing, 'desk.example'))
  } finally {
    await owner.close()
    await embedded.stop()
    rmSync(root, { recursive: true, force: true })
    rmSync(signing, { recursive: true, force: true })
  }
}

async function measure(owner: Connection, folder: SigningFolder): Promise<void> {
  const history = await TypedHistory.begin(owner.db)
  await grow(history, verified)
  await tell(history)
  await verify(owner)
  await grow(history, long)
  await owner.sql`analyze`
  await prove(history)
  const [refused] = await signHistories({ db: owner.db, folder })
  if (refused) throw new Error(refused.why)
  await exportAll(history, folder)
}

async function grow(history: TypedHistory, entries: number): Promise<void> {
  const begun = performance.now()
  await history.growTo(entries)
  say(`${entries} entries recorded after ${seconds(begun)} s.`)
}

/** As a running server does, so that its rows are verified too. */
async function tell({ reader: { db, actor } }: TypedHistory): Promise<void> {
  const begun = performance.now()
  let was: string | null = ''
  for (let told = await catchUp(db, actor.teamId); told !== null; told = await catchUp(db, actor.teamId)) {
    if (told === was) throw new Error(`The timeline is not told on from ${told}.`)
    was = told
  }
  say(`Its timeline told after ${seconds(begun)} s.`)
}

async function verify(owner: Connection): Promise<void> {
  const begun = performance.now()
  const findings = await verifyDatabase(owner)
  const took = performance.now() - begun
  say(findings.map(lineOf).join('\n'))
  say(`Verified in ${(took / 1_000).toFixed(2)} s (target ${target / 1_000}).`)
  if (took > target || findings.some(({ difference }) => difference)) process.exitCode = 1
}

async function prove({ reader: { db, actor } }: TypedHistory): Promise<void> {
  const waits: number[] = []
  for (let proof = 0; proof < proofs; proof += 1) {
    const index = Math.floor(Math.random() * long)
    const begun = performance.now()
    await rootsOf(db, actor.teamId, inclusionRanges(index, { from: 0, to: long }))
    waits.push(performance.now() - begun)
  }
  const sorted = waits.toSorted((one, other) => one - other)
  const [half, most] = [at(sorted, 0.5), at(sorted, 0.95)]
  say(
    `A proof for one of ${long}: median ${half.toFixed(1)} ms, 95 % within ${most.toFixed(1)} ms (target ${longestProof}).`,
  )
  if (most > longestProof) process.exitCode = 1
}

async function exportAll({ reader: ctx }: TypedHistory, folder: SigningFolder): Promise<void> {
  const begun = performance.now()
  const scope = { type: 'team', id: ctx.actor.teamId } as const
  const bundle = await bundleOf(ctx, folder, { scope, earlier: null }, await verifierOf(true)())
  let [bytes, most] = [0, 0]
  const reader = archived(bundle, async () => true).getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    bytes += read.value.length
    most = Math.max(most, process.memoryUsage.rss())
  }
  const mega = (of: number) => `${(of / 1e6).toFixed(0)} MB`
  say(`Exported in ${seconds(begun)} s: ${mega(bytes)}, with at most ${mega(most)} of memory in use.`)
}
