import { gunzipSync } from 'node:zlib'
import type { AppLoadContext } from '@remix-run/node'
import { bundledVerifier } from '#server/bundle-verifier.mjs'
import { claimsCsv } from '#server/claims/csv-out.ts'
import type { Context } from '#server/context.ts'
import { archived } from '#server/history/archive.gateway.ts'
import type { KeptPasts } from '#server/history/kept-pasts.ts'
import { timeline } from '#server/history/queries.ts'
import { bundleOf } from '#server/history/queries/bundle.ts'
import { erasureView } from '#server/history/queries/erasure.ts'
import { replayOf } from '#server/history/queries/replay.ts'
import { teamView } from '#server/identity/queries.ts'
import { inboxView } from '#server/notifications/queries.ts'
import type { KeptPages } from '#server/publication/kept-pages.ts'
import { previewOf } from '#server/publication/queries/preview.ts'
import { reportList } from '#server/reports/queries.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { changesSheet } from '#server/review/queries/requested-changes.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { settingsView } from '#server/review/queries/settings.ts'
import { threadsView } from '#server/review/queries/threads.ts'
import { origin, publicAddresses, publicAnswer } from './public-answers.ts'
import { signingFolder } from './signing.ts'

/** What somebody looks at, and what a server of theirs keeps meanwhile. */
export interface Looked {
  readonly reportId: string
  readonly claimId: string
  /** The public addresses: of the team, and of the claims below its report. */
  readonly slug: string
  readonly slugs: readonly string[]
  readonly pasts: KeptPasts
  readonly pages: KeptPages
}

/** All that a member's pages of a report and a claim are made of, every moment of its replay too, as text. */
export async function shownWithin(ctx: Context, { reportId, claimId, pasts }: Looked): Promise<string> {
  const workspace = await workspaceView(ctx, reportId)
  const { steps } = await replayOf(ctx, pasts, claimId, { at: null, from: null })
  const first = steps[0] ?? null
  const moments = []
  for (const at of steps) moments.push(await replayOf(ctx, pasts, claimId, { at, from: first }))
  const all = [
    workspace,
    claimsCsv(workspace),
    moments,
    await timeline(ctx, { ofTeam: true }),
    await timeline(ctx, { reportId }),
    await timeline(ctx, { claimId }),
    await reportList(ctx),
    await reviewView(ctx, reportId, claimId),
    await previewOf(ctx, claimId),
    await threadsView(ctx, claimId),
    await changesSheet(ctx, reportId, []),
    await inboxView(ctx),
    await settingsView(ctx),
    await teamView(ctx),
    await erasureView(ctx),
  ]
  return JSON.stringify(all)
}

/** All that readers get, at every public address. */
export async function shownToReaders(ctx: Context, { slug, slugs, pages }: Looked): Promise<string> {
  const context = { system: ctx, accounts: { origin }, keptPages: pages } as unknown as AppLoadContext
  const answers = publicAddresses(slug, slugs).map(async (path) => {
    const answer = await publicAnswer(context, path, { 'accept-encoding': 'identity' })
    return `${path}: ${await answer.text()}`
  })
  return (await Promise.all(answers)).join('\n')
}

/** The exports of a claim, of its report and of the whole team as text, what people typed too. */
export async function exportsOf(ctx: Context, { reportId, claimId }: Looked): Promise<string> {
  const ids = { claim: claimId, report: reportId, team: ctx.actor.teamId }
  const all: string[] = []
  for (const type of ['claim', 'report', 'team'] as const) {
    const scope = { type, id: ids[type] }
    const bundle = await bundleOf(ctx, signingFolder(), { scope, earlier: null }, await bundledVerifier())
    const chunks: Uint8Array[] = []
    const stream = archived(bundle, async () => true) as unknown as AsyncIterable<Uint8Array>
    for await (const chunk of stream) chunks.push(chunk)
    const text = gunzipSync(Buffer.concat(chunks)).toString()
    const edits = text.matchAll(/"update":"(?<edit>[^"]+)"/gu)
    all.push(text, ...[...edits].map(({ groups }) => Buffer.from(groups?.['edit'] ?? '', 'base64').toString()))
  }
  return all.join('\n')
}
