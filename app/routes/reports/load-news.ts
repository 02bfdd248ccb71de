import { paths } from '#app/paths.ts'
import { withNews } from '#server/reports/assemble.ts'
import type { WorkspaceData, WorkspaceNews } from '#server/reports/workspace.ts'

/**
 * What became of a report since a page loaded it, to be put into what it knows then. Null when all of it is to be
 * loaded: the server says so, or says nothing useful, or somebody else is signed in.
 */
export async function newsOfReport(known: WorkspaceData, signal: AbortSignal) {
  const news = await load(paths.reportNews(known.report.id, known), signal)
  if (!news || news.viewer.personId !== known.viewer.personId || news.viewer.teamId !== known.viewer.teamId) return null
  return (now: WorkspaceData) => withNews(now, news)
}

async function load(address: string, signal: AbortSignal): Promise<WorkspaceNews | null> {
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' }, signal, redirect: 'manual' })
    return response.ok ? ((await response.json()) as { news: WorkspaceNews | null }).news : null
  } catch (error) {
    if (signal.aborted) throw error
    return null
  }
}
