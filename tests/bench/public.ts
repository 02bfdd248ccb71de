import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database } from '#db/client.ts'
import { makeClaims } from '#server/claims/commands.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import { slugOf } from '#server/publication/team-page.ts'
import { createReport } from '#server/reports/commands.ts'
import { startServer } from '#tests/e2e/support/server.ts'
import { approveNow, checkAndSubmit, desk, publishNow } from '#tests/support/desk.ts'
import { serveRooms } from '#tests/support/rooms.ts'
import { signedElsewhere, untilSigned } from '#tests/support/signing.ts'
import { at, Readers, type Answer } from './readers.ts'

// How long readers wait for the first byte of what is published, in an open loop: whoever comes does not wait for whoever
// came before. The built server answers, and in turn with it, in the same minutes, a server of files with the same bytes.
const claims = 40
const perSecond = 200
const seconds = 20
const runs = 3
const target = 50
const mostBytes = 60_000
const reason =
  'Both ministries name this number, and the lists of names that relatives keep do not contradict it. '.repeat(3)
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Measures, and says whether the figures hold. */
export async function benchPublic(): Promise<void> {
  const server = await startServer()
  const files = mkdtempSync(join(tmpdir(), 'plumbline-static-'))
  let peer: ChildProcess | undefined
  try {
    const paths = pathsOf(await server.inDatabase(publishForty))
    const ours = new Readers(server.baseURL, paths)
    const whole = await ours.readAll()
    for (const [path, { body }] of whole) write(join(files, fileOf(path)), body)
    peer = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/static-child.ts', files], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const [printed] = (await once(peer.stdout!, 'data')) as [Buffer]
    const theirs = new Readers(
      printed.toString().trim(),
      paths.map(fileOf).map((file) => `/${file}`),
    )
    await theirs.readAll()
    checkSizes(whole, paths[0] ?? '')
    await compare(ours, theirs)
  } finally {
    peer?.disconnect()
    rmSync(files, { recursive: true, force: true })
    await server.stop()
  }
}

const sentences = Array.from(
  { length: claims },
  (_, index) => `Statement ${index} of the ministry names ${index + 300} people on each side of it.`,
)

/** Publishes a report of forty claims, through the commands that people use; the slug of its team. */
async function publishForty(db: Database): Promise<string> {
  const making = await serveRooms(db, [], { rolesAmong, signHistory: signedElsewhere })
  const team = await desk(making)
  const report = { title: 'A long report', publisher: 'A paper', sourceUrl: 'https://paper.example/1', language: 'en' }
  const { id } = await createReport(team.mara, { ...report, text: sentences.join(' ') })
  const starts = sentences.map((_, index) => sentences.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0))
  const spans = starts.map((start, index) => ({
    edition: '1',
    start: String(start),
    end: String(start + (sentences[index]?.length ?? 0)),
  }))
  for (const claimId of await makeClaims(team.mara, id, spans)) {
    await checkAndSubmit(team, claimId, reason)
    await approveNow(team.edith, claimId)
    await publishNow(team.emil, claimId)
  }
  await untilSigned(db, team.emil.actor.teamId)
  await making.close()
  return team.slug
}

/** A mix of what readers and programs ask for; the page of the report first. */
function pathsOf(slug: string): string[] {
  const root = `/p/${slug}`
  const report = `${root}/a-long-report`
  const pages = sentences.slice(0, 8).map((sentence) => `${report}/${slugOf(sentence)}`)
  return [report, root, report, `${root}/feed.xml`, report, `${root}/feed.json`, `${root}/claims.json`, ...pages]
}

const fileOf = (path: string): string => (/\.(?:xml|json)$/u.test(path) ? path.slice(1) : `${path.slice(1)}.html`)

function write(path: string, body: Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, body)
}

function checkSizes(whole: ReadonlyMap<string, Answer>, report: string): void {
  for (const [path, { body, packed }] of whole) {
    say(`${String(body.length).padStart(7)} bytes, ${String(packed).padStart(6)} packed  ${path}`)
  }
  const bytes = whole.get(report)?.body.length ?? 0
  const holds = bytes > 0 && bytes <= mostBytes
  say(`HTML of the report of ${claims} claims: ${bytes} bytes; at most ${mostBytes}: ${holds ? 'held' : 'MISSED'}`)
  if (!holds) process.exitCode = 1
}

async function compare(ours: Readers, theirs: Readers): Promise<void> {
  const found: Record<'ours' | 'files', number[][]> = { ours: [], files: [] }
  for (let run = 0; run < runs; run += 1) {
    found.ours.push(await ours.come(perSecond, seconds))
    found.files.push(await theirs.come(perSecond, seconds))
  }
  say(`first byte, ms, ${perSecond} a second for ${seconds} s, median of ${runs} runs      p50     p95     p99`)
  const median = (all: readonly number[][], part: number) =>
    at(all.map((waits) => at(waits, part)).toSorted(ascending), 0.5)
  for (const [name, all] of [['Plumbline', found.ours] as const, ['files, express.static', found.files] as const]) {
    say(`${name.padEnd(62)}${[0.5, 0.95, 0.99].map((part) => median(all, part).toFixed(1).padStart(8)).join('')}`)
  }
  const [own, other] = [median(found.ours, 0.95), median(found.files, 0.95)]
  say(
    `not sent again, because the reader had it: ${ours.unchanged} of ${ours.asked} (files: ${theirs.unchanged} of ${theirs.asked})`,
  )
  const holds = own <= target && ours.unchanged > ours.asked / 3
  say(
    `p95 is ${(own / other).toFixed(1)} times that of files; target: at most ${target} ms: ${holds ? 'held' : 'MISSED'}`,
  )
  if (!holds) process.exitCode = 1
}

const ascending = (one: number, other: number): number => one - other
