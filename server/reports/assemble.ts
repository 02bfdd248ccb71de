import { isOverdue } from '../claims/due.ts'
import { endsOf } from '../claims/relation.ts'
import { relationViews } from './relation-views.ts'
import type {
  ClaimData,
  ClaimView,
  RelationData,
  SourceView,
  WorkspaceData,
  WorkspaceNews,
  WorkspaceView,
} from './workspace.ts'

/**
 * The workspace of what left the server: claims in the team's order with their numbers, withdrawn ones last, their
 * sources, and their relations as the figures stand.
 */
export function assembled({ claims, correctedElsewhere, today, mark: _, ...rest }: WorkspaceData): WorkspaceView {
  const ordered = claims.toSorted(inOrder)
  const sources = new Map(rest.sources.map((source) => [source.id, source]))
  const bare = ordered.map((claim, index) => ({
    ...withSources(claim, sources),
    number: index + 1,
    overdue: isOverdue(claim, today),
    broken: false,
    besideCorrected: [],
    correctedElsewhere: correctedElsewhere.flatMap((each) => (each.claimId === claim.id ? [each.corrected] : [])),
  }))
  const stated = claims.flatMap((claim) => claim.relations).toSorted(asStated)
  const relations = relationViews(bare, stated)
  const broken = relations.filter(({ holds }) => holds === 'no').flatMap(endsOf)
  const corrected = bare.filter(({ correctedSeq }) => correctedSeq > 0)
  const isBroken = new Set(broken.map(({ claimId }) => claimId))
  return {
    ...rest,
    claims: bare.map((claim) => ({
      ...claim,
      broken: isBroken.has(claim.id),
      besideCorrected: besideCorrected(claim, corrected, stated),
    })),
    relations,
    sources: rest.sources.toSorted(byTitle),
  }
}

/** The numbers of claims that this one hangs together with and that were corrected before readers since it was checked. */
function besideCorrected(
  claim: Pick<ClaimView, 'id' | 'checkedSeq'>,
  corrected: readonly ClaimView[],
  stated: readonly RelationData[],
): number[] {
  const news = corrected.filter(({ id, correctedSeq }) => id !== claim.id && correctedSeq > claim.checkedSeq)
  if (news.length === 0) return []
  const endsAt = (id: string) => (each: RelationData) => each.claimId === id || each.parts.includes(id)
  const own = stated.filter(endsAt(claim.id))
  return news.filter(({ id }) => own.some(endsAt(id))).map(({ number }) => number)
}

const asStated = (one: RelationData, other: RelationData) => one.seq - other.seq || (one.id < other.id ? -1 : 1)

const byTitle = (one: SourceView, other: SourceView) =>
  one.title.localeCompare(other.title, 'en') || (one.id < other.id ? -1 : 1)

function inOrder(one: ClaimData, other: ClaimData): number {
  if (one.withdrawn !== other.withdrawn) return one.withdrawn ? 1 : -1
  if (one.position !== other.position) return one.position - other.position
  const [first, second] = [one, other].map(({ createdAt, id }) => `${createdAt} ${id}`)
  return (first ?? '') < (second ?? '') ? -1 : 1
}

function withSources(claim: ClaimData, sources: ReadonlyMap<string, SourceView>) {
  const { position: _, relations: __, evidence, ...rest } = claim
  const found: ClaimView['evidence'] = evidence.flatMap(({ sourceId, ...bearing }) => {
    const source = sources.get(sourceId)
    return source ? [{ ...bearing, source }] : []
  })
  return { ...rest, evidence: found }
}

/** What a page knows after news, unless it knows something newer already. */
export function withNews(known: WorkspaceData, news: WorkspaceNews): WorkspaceData {
  if (news.seq < known.seq) return known
  const { viewer, tags, correctedElsewhere, today, seq, mark } = news
  return {
    ...known,
    viewer,
    tags,
    correctedElsewhere,
    today,
    seq,
    mark,
    claims: withNew(known.claims, news.claims),
    sources: withNew(known.sources, news.sources),
    changes: news.changes ?? known.changes,
  }
}

function withNew<One extends { readonly id: string }>(known: readonly One[], news: readonly One[]): readonly One[] {
  const byId = new Map(news.map((one) => [one.id, one]))
  const isKnown = new Set(known.map(({ id }) => id))
  return [...known.map((one) => byId.get(one.id) ?? one), ...news.filter(({ id }) => !isKnown.has(id))]
}
