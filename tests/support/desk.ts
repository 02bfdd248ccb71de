import { afterAll, beforeAll } from 'vitest'
import type { Text } from 'yjs'
import { changeStage } from '#server/claims/commands.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import type { Context, System } from '#server/context.ts'
import { attachEvidence } from '#server/evidence/commands.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import { setTeamPage } from '#server/publication/commands.ts'
import { publishClaim } from '#server/publication/commands/publish.ts'
import { approveClaim, submitClaim } from '#server/review/commands/review.ts'
import { contentOf, type Content } from '#server/review/queries/content.ts'
import { newsroom, type Newsroom } from './newsroom.ts'
import { freshDatabase, type FreshDatabase } from './postgres.ts'
import { openPage, serveRooms, startClaim, until, type RoomsServer } from './rooms.ts'

/** A newsroom with two editors and a page before its readers. */
export interface Desk extends Newsroom {
  /** Of its public addresses. */
  readonly slug: string
  readonly edith: Context
  readonly emil: Context
}

/** A database and rooms for the tests of one file: there once they run, and gone after them. */
export function premises(options: Pick<Partial<System>, 'signHistory'> = {}): {
  readonly database: FreshDatabase
  readonly server: RoomsServer
} {
  const own = {} as { database: FreshDatabase; server: RoomsServer }
  beforeAll(async () => {
    own.database = await freshDatabase()
    own.server = await serveRooms(own.database.app.db, [], { rolesAmong, ...options })
  })
  afterAll(async () => {
    await own.server.close()
    await own.database.drop()
  })
  return own
}

let desks = 0

/** Founds such a newsroom. */
export async function desk(server: RoomsServer): Promise<Desk> {
  const team = await newsroom(server)
  desks += 1
  const slug = `desk-${desks}`
  await setTeamPage(team.ada, {
    slug,
    publisher: 'The Desk',
    homepage: 'https://desk.example',
    approvers: 'name',
    howWeCheck: 'We **ask** twice.',
    correctionsUrl: 'https://desk.example/corrections',
    contact: 'desk@desk.example',
    seen: '0',
  })
  return { ...team, slug, edith: await team.join('Edith', 'editor'), emil: await team.join('Emil', 'editor') }
}

const source = (slug: string) => ({
  url: `https://${slug}.example/page`,
  title: `Report of ${slug}`,
  publisher: slug,
  author: '',
  publishedOn: '2025-05-23',
  sourceKind: 'primary',
})

/** A claim of Mara’s that keeps every standard rule and is in review. */
export async function submittedClaim(team: Desk): Promise<{ reportId: string; claimId: string }> {
  const { reportId, claimId } = await startClaim(team.mara)
  await checkAndSubmit(team, claimId, 'Both say so.')
  return { reportId, claimId }
}

/** Has Mara check a new claim by every standard rule, and submit it. */
export async function checkAndSubmit({ mara }: Desk, claimId: string, reason: string): Promise<void> {
  for (const slug of ['ministry', 'agency']) {
    await attachEvidence(mara, claimId, { ...source(slug), stance: 'supports', quote: 'It rose.' })
  }
  await setVerdict(mara, claimId, { rating: 'true', reason, seen: '0' })
  await changeStage(mara, claimId, { to: 'checking' })
  await submitClaim(mara, claimId, {})
}

/** A claim as readers would see it now. */
export async function contentNow(ctx: Context, claimId: string): Promise<Content> {
  const content = await contentOf(ctx.db, ctx.actor.teamId, claimId)
  if (!content) throw new Error('There is no such claim.')
  return content
}

/** Approves what stands. */
export async function approveNow(editor: Context, claimId: string): Promise<string> {
  const { hash } = await contentNow(editor, claimId)
  await approveClaim(editor, claimId, { hash })
  return hash
}

/** Publishes what stands. */
export async function publishNow(editor: Context, claimId: string, more: Record<string, string> = {}): Promise<void> {
  const { hash } = await contentNow(editor, claimId)
  await publishClaim(editor, claimId, { hash, ...more }, async () => [])
}

/** Writes in the statement of a claim as somebody, durably. */
export async function typeIn(
  server: RoomsServer,
  { actor }: Context,
  claimId: string,
  write: (text: Text) => void,
): Promise<void> {
  const page = await openPage(server, actor, claimId)
  await until(() => page.acknowledged === page.sent, 'the page is in')
  write(page.doc.getText('statement'))
  await until(() => page.acknowledged === page.sent, 'it is saved')
  page.end()
}
