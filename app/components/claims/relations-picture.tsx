import { useMemo } from 'react'
import { Link } from '@remix-run/react'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages, relationMessages, relationShort } from './messages.ts'
import { nodeSize, pathThrough, pictureOf, type PlacedClaim, type PlacedLine } from './relation-layout.ts'
import { RelationLine } from './relation-line.tsx'
import styles from './relations-picture.module.css'

type Drawn = Parameters<typeof pictureOf>

/** How a report's claims belong together: drawn, and as a list that says the same. */
export function RelationsPicture() {
  const { view } = useWorkspace()
  const { claims, relations } = view
  // Every word that somebody types makes a new view; the drawing is made anew only when it would be another.
  const drawn = JSON.stringify([claims.map(({ id }) => id), relations] satisfies Drawn)
  const picture = useMemo(() => pictureOf(...(JSON.parse(drawn) as Drawn)), [drawn])
  if (relations.length === 0) return <p>{relationMessages.noPicture}</p>
  const { width, height } = picture
  return (
    <>
      <div className={styles.scroll}>
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${String(width)} ${String(height)}`}
          role="group"
          aria-label={relationMessages.picture}
        >
          <defs>
            <marker
              id="relation-end"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="9"
              markerHeight="9"
              orient="auto"
            >
              <path d="M 0 0 L 8 4 L 0 8 z" className={styles.tip} />
            </marker>
          </defs>
          <g aria-hidden>
            {picture.lines.map((line) => (
              <RelationPath key={line.key} line={line} />
            ))}
          </g>
          {picture.claims.map((place) => (
            <ClaimNode key={place.claimId} place={place} claim={claims.find(({ id }) => id === place.claimId)} />
          ))}
        </svg>
      </div>
      <h3 className={styles.heading}>{relationMessages.inWords}</h3>
      <ul className={styles.list}>
        {relations.map((relation) => (
          <li key={relation.id}>
            <RelationLine relation={relation} claims={claims} />
          </li>
        ))}
      </ul>
    </>
  )
}

function RelationPath({ line }: { line: PlacedLine }) {
  const { kind, holds } = line.relation
  const path = pathThrough(line.points)
  const isBroken = holds === 'no'
  const isReadBothWays = kind === 'same-as' || kind === 'contradicts'
  const { x, y } = line.label
  const label = isBroken ? `✗ ${relationShort[kind]}` : relationShort[kind]
  return (
    <g className={styles.relation} data-kind={kind} data-broken={isBroken || undefined}>
      <path d={path} className={styles.line} markerEnd={isReadBothWays ? undefined : 'url(#relation-end)'} />
      {kind === 'same-as' && <path d={path} className={styles.hollow} />}
      <text x={x} y={y} className={styles.label}>
        {label}
      </text>
    </g>
  )
}

function ClaimNode({ place, claim }: { place: PlacedClaim; claim: ClaimView | undefined }) {
  const { view } = useWorkspace()
  if (!claim) return null
  return (
    <foreignObject x={place.x} y={place.y} {...nodeSize}>
      <Link
        to={paths.report(view.report.id, claim.id)}
        preventScrollReset
        className={styles.claim}
        title={claim.statement}
        data-withdrawn={claim.withdrawn || undefined}
        data-broken={claim.broken || undefined}
      >
        <span className={styles.spoken}>{claimMessages.claim} </span>
        <span className={styles.number}>{claim.number}</span> <bdi>{claim.statement || claimMessages.noStatement}</bdi>
        {claim.withdrawn && ` (${relationMessages.withdrawn})`}
      </Link>
    </foreignObject>
  )
}
