import { Graph, graphlib, layout } from '@dagrejs/dagre'
import type { RelationView } from '#server/reports/workspace.ts'

export const nodeSize = { width: 210, height: 66 } as const
const labelSize = { width: 90, height: 20 } as const
const gap = 28
/** Groups of claims that have nothing to do with each other stand side by side up to this width. */
const shelfWidth = 1_150

export interface Point {
  readonly x: number
  readonly y: number
}

/** A claim's place: its upper left corner. */
export interface PlacedClaim extends Point {
  readonly claimId: string
}

/** One line of a relation, from the claim that holds it to one that it names. */
export interface PlacedLine {
  readonly key: string
  readonly relation: RelationView
  readonly points: readonly Point[]
  /** The middle of its label. */
  readonly label: Point
}

export interface Picture {
  readonly width: number
  readonly height: number
  readonly claims: readonly PlacedClaim[]
  readonly lines: readonly PlacedLine[]
}

interface Line {
  readonly key: string
  readonly relation: RelationView
  readonly upper: string
  readonly lower: string
}

/** Wholes stand above their parts, and a claim above what it depends on. */
function linesOf(relation: RelationView): Line[] {
  const { id, kind, own, parts } = relation
  return parts.map(({ claimId }, index) => {
    const [upper, lower] = kind === 'part-of' ? [claimId, own.claimId] : [own.claimId, claimId]
    return { key: `${id} ${String(index)}`, relation, upper, lower }
  })
}

/**
 * Places the claims of these relations in layers, the same way every time. Claims come in the order given; those
 * without a relation are left out.
 */
export function pictureOf(claimIds: readonly string[], relations: readonly RelationView[]): Picture {
  const lines = relations.flatMap(linesOf)
  const related = new Set(lines.flatMap(({ upper, lower }) => [upper, lower]))
  const whole = new Graph({ multigraph: true })
  for (const claimId of claimIds) if (related.has(claimId)) whole.setNode(claimId)
  for (const { key, upper, lower } of lines) whole.setEdge(upper, lower, {}, key)
  const groups = graphlib.alg.components(whole).map((group) => claimIds.filter((claimId) => group.includes(claimId)))
  const inOrder = groups.toSorted(([a = ''], [b = '']) => claimIds.indexOf(a) - claimIds.indexOf(b))
  return shelved(inOrder.map((group) => placed(group, lines)))
}

/** Lays out claims that hang together. */
function placed(group: readonly string[], lines: readonly Line[]): Picture {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ nodesep: gap, ranksep: 2 * gap, edgesep: 12, marginx: gap / 2, marginy: gap / 2 })
  for (const claimId of group) graph.setNode(claimId, { ...nodeSize })
  const own = lines.filter(({ upper }) => group.includes(upper))
  for (const { key, upper, lower } of own) graph.setEdge(upper, lower, { ...labelSize, labelpos: 'c' }, key)
  layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  return {
    width,
    height,
    claims: group.map((claimId) => {
      const { x = 0, y = 0 } = graph.node(claimId)
      return { claimId, x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 }
    }),
    lines: own.map(({ key, relation, upper, lower }) => {
      const { x = 0, y = 0, points = [] } = graph.edge(upper, lower, key)
      const isDownward = upper === relation.own.claimId
      return { key, relation, points: isDownward ? points : points.toReversed(), label: { x, y } }
    }),
  }
}

/** Groups from left to right, on as many shelves as they need. */
function shelved(groups: readonly Picture[]): Picture {
  let [x, y, height, width] = [0, 0, 0, 0]
  const claims: PlacedClaim[] = []
  const lines: PlacedLine[] = []
  for (const group of groups) {
    if (x > 0 && x + group.width > shelfWidth) [x, y, height] = [0, y + height, 0]
    const by = { x, y }
    claims.push(...group.claims.map((claim) => ({ ...claim, ...moved(claim, by) })))
    lines.push(
      ...group.lines.map((line) => ({
        ...line,
        points: line.points.map((point) => moved(point, by)),
        label: moved(line.label, by),
      })),
    )
    x += group.width
    height = Math.max(height, group.height)
    width = Math.max(width, x)
  }
  return { width, height: y + height, claims, lines }
}

const moved = (point: Point, by: Point): Point => ({ x: point.x + by.x, y: point.y + by.y })

/** A line through these points, its corners rounded. */
export function pathThrough(points: readonly Point[]): string {
  const written = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`
  const bends = points.slice(1, -1).map((point, index) => {
    const next = points[index + 2] ?? point
    return `Q ${written(point)} ${written({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`
  })
  const [first, last] = [points[0], points.at(-1)]
  return first && last ? [`M ${written(first)}`, ...bends, `L ${written(last)}`].join(' ') : ''
}
