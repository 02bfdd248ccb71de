import type { PublicTeam, TakenBack } from '#server/publication/published.ts'
import { Document } from './document.tsx'
import { publicationMessages as messages } from './messages.ts'
import { When } from './parts.tsx'

function PlainPage({ title, sentence }: { title: string; sentence: string }) {
  return (
    <Document title={title}>
      <h1>{title}</h1>
      <p>{sentence}</p>
    </Document>
  )
}

/** Where nothing is. */
export const missingPage = <PlainPage title={messages.missingTitle} sentence={messages.missing} />

/** While the database does not answer. */
export const awayPage = <PlainPage title={messages.awayTitle} sentence={messages.away} />

/** In the place of what was taken back: why. */
export function UnpublishedPage({ team, url, unpublished }: { team: PublicTeam; url: string; unpublished: TakenBack }) {
  return (
    <Document title={`${messages.unpublishedTitle} · ${team.publisher}`} canonical={url} team={team}>
      <h1>{messages.unpublishedTitle}</h1>
      <p dir="auto" className="lines">
        {unpublished.note}
      </p>
      <p>
        <When at={unpublished.at} />
      </p>
    </Document>
  )
}
