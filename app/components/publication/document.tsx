import type { ReactNode } from 'react'
import { paths } from '#app/paths.ts'
import type { PublicTeam } from '#server/publication/published.ts'
import { readContact } from '#server/publication/team-page.ts'
import { publicationMessages as messages } from './messages.ts'
import { Markdown, Section, WebLink } from './parts.tsx'
import stylesheet from './reading.css?url'

interface DocumentProps {
  readonly title: string
  readonly about?: string
  /** Its own whole address. */
  readonly canonical?: string
  /** Whose page it is; nobody's for one that says that there is nothing. */
  readonly team?: PublicTeam
  /** A ClaimReview, which says of the page what the page says. */
  readonly data?: object | null
  readonly children: ReactNode
}

/** A whole page for readers: no script, one sheet of styles, the same for everybody. */
export function Document({ title, about, canonical, team, data, children }: DocumentProps) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {about && <meta name="description" content={about} />}
        {canonical && <link rel="canonical" href={canonical} />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={stylesheet} />
        {team && <FeedLinks team={team} />}
        {data && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: scriptText(data) }} />}
      </head>
      <body>
        <a className="skip" href="#main">
          {messages.skip}
        </a>
        {team && (
          <header>
            <a href={paths.publicTeam(team.slug)} dir="auto">
              {team.publisher}
            </a>
          </header>
        )}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        {team && <Footer team={team} page={canonical ?? ''} />}
      </body>
    </html>
  )
}

/** JSON that ends no script and begins no comment. */
const scriptText = (data: object): string => JSON.stringify(data).replaceAll('<', String.raw`\u003c`)

function FeedLinks({ team: { slug, publisher } }: { team: PublicTeam }) {
  return (
    <>
      <link rel="alternate" type="application/atom+xml" title={publisher} href={paths.publicAtom(slug)} />
      <link rel="alternate" type="application/feed+json" title={publisher} href={paths.publicJsonFeed(slug)} />
    </>
  )
}

function Footer({ team, page }: { team: PublicTeam; page: string }) {
  const { slug, publisher, homepage, howWeCheck, correctionsUrl, contact } = team
  const report = contactAddress(contact, page)
  return (
    <footer>
      <Section title={messages.howWeCheck} id="how">
        <Markdown text={howWeCheck} />
        <p>{messages.scale}</p>
      </Section>
      <ul>
        {report && (
          <li>
            <a href={report}>{messages.reportError}</a>
          </li>
        )}
        {correctionsUrl && (
          <li>
            <WebLink to={correctionsUrl}>{messages.correctionsPolicy}</WebLink>
          </li>
        )}
        <li>
          <a href={paths.publicTeam(slug)}>{messages.allChecks(publisher)}</a>
        </li>
        {homepage && (
          <li>
            <WebLink to={homepage}>{publisher}</WebLink>
          </li>
        )}
      </ul>
      <ul aria-label={messages.feeds}>
        <li>
          <a href={paths.publicAtom(slug)}>{messages.atom}</a>
        </li>
        <li>
          <a href={paths.publicJsonFeed(slug)}>{messages.jsonFeed}</a>
        </li>
        <li>
          <a href={paths.publicData(slug)}>{messages.claimData}</a>
        </li>
      </ul>
      <p>{messages.madeWith}</p>
    </footer>
  )
}

/** Where an error on a page is reported: a page of the team, or a letter that names the page. */
function contactAddress(contact: string, page: string): string | null {
  const to = readContact(contact)
  if (!to || 'web' in to) return to?.web ?? null
  return `mailto:${to.mail}?subject=${encodeURIComponent(messages.errorAbout(page))}`
}
