import { inQuotes } from '#server/claims/in-quotes.ts'
import { paths } from '#app/paths.ts'
import { figureWords, periodWords, stockOrFlowNames, type Quantity } from '#server/claims/figure.ts'
import { scale } from '#server/claims/verdict.ts'
import { stances } from '#server/evidence/evidence.ts'
import type { EvidenceForm } from '#server/publication/form.ts'
import type { PublicTeam, PublishedClaim } from '#server/publication/published.ts'
import { Corrections, Retraction } from './corrections.tsx'
import { Document } from './document.tsx'
import { publicationMessages as messages, stanceTitles } from './messages.ts'
import { approversInWords, Fact, Markdown, Section, Verdict, WebLink, When } from './parts.tsx'

interface ClaimPageProps {
  readonly team: PublicTeam
  readonly url: string
  readonly claim: PublishedClaim
  /** Its ClaimReview, if it has one. */
  readonly review: object | null
  /** What is to be known of the page before anything else. */
  readonly notice?: string
}

/** All that readers see of one claim. */
export function ClaimPage({ team, url, claim, review, notice }: ClaimPageProps) {
  const { form, address, retracted } = claim
  const { rating, reason, analysis, statement } = form
  const value = rating ? scale[rating].value : null
  return (
    <Document title={`${statement} · ${team.publisher}`} about={reason} canonical={url} team={team} data={review}>
      <nav aria-label={messages.inReport}>
        <a href={paths.publicReport(address.team, address.report)} dir="auto">
          {form.report.title}
        </a>
      </nav>
      {notice && (
        <p role="note" className="notice">
          {notice}
        </p>
      )}
      <article>
        <h1 dir="auto" lang={form.language || undefined}>
          {statement}
        </h1>
        <Retraction claim={claim} />
        <Corrections claim={claim} />
        <Section title={messages.verdict} id="verdict">
          <p className="line">
            <Verdict rating={rating} isRetracted={retracted !== null} />
            {value !== null && !retracted && <span>{messages.onScale(value)}</span>}
          </p>
          <p dir="auto" className="lines reason">
            {reason}
          </p>
        </Section>
        {analysis.trim() !== '' && (
          <Section title={messages.analysis} id="analysis">
            <Markdown text={analysis} />
          </Section>
        )}
        <Figures figures={form.figures} />
        <Sources evidence={form.evidence} />
        <About claim={claim} />
      </article>
    </Document>
  )
}

function Figures({ figures }: { figures: readonly Quantity[] }) {
  if (figures.length === 0) return null
  return (
    <Section title={messages.figures} id="figures">
      <ul>
        {figures.map((figure, index) => {
          const { scope, stockOrFlow, asOf } = figure
          const more = [scope, stockOrFlow && stockOrFlowNames[stockOrFlow], periodWords(figure)].filter(Boolean)
          return (
            <li key={index} dir="auto">
              {[figureWords(figure), ...more].join(', ')}
              {asOf && (
                <>
                  , {messages.asOf} <When at={asOf} />
                </>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function Sources({ evidence }: { evidence: readonly EvidenceForm[] }) {
  return (
    <Section title={messages.sources} id="sources">
      {evidence.length === 0 && <p>{messages.noSources}</p>}
      {stances.map((stance) => {
        const those = evidence.filter((each) => each.stance === stance)
        if (those.length === 0) return null
        return (
          <div key={stance}>
            <h3>{stanceTitles[stance]}</h3>
            <ul>
              {those.map((each, index) => (
                <Source key={index} evidence={each} />
              ))}
            </ul>
          </div>
        )
      })}
    </Section>
  )
}

function Source({ evidence: { source, quote, locator } }: { evidence: EvidenceForm }) {
  const { title, url, publisher, author, publishedOn, kind } = source
  return (
    <li>
      <p dir="auto">
        <WebLink to={url}>{title || url || publisher}</WebLink>
      </p>
      <p className="quiet" dir="auto">
        {[author, publisher].filter(Boolean).join(', ')}
        {(author || publisher) && ' · '}
        {publishedOn && (
          <>
            <When at={publishedOn} /> ·{' '}
          </>
        )}
        {messages[kind]}
      </p>
      {quote && (
        <blockquote dir="auto" className="lines">
          {quote}
          {locator && <footer dir="auto">{locator}</footer>}
        </blockquote>
      )}
      {!quote && locator && <p dir="auto">{locator}</p>}
    </li>
  )
}

function About({ claim: { form, number, publishedAt, changedAt, approvers } }: { claim: PublishedClaim }) {
  const { claimant, saidOn, place, firstUrl, firstWhere, firstOn, quotes } = form
  return (
    <Section title={messages.aboutClaim} id="about">
      <dl className="facts">
        <Fact name={messages.claimant}>{claimant}</Fact>
        <Fact name={messages.saidOn}>{saidOn && <When at={saidOn} />}</Fact>
        <Fact name={messages.place}>{place}</Fact>
        <Fact name={messages.first}>{firstUrl && <WebLink to={firstUrl}>{firstUrl}</WebLink>}</Fact>
        <Fact name={messages.firstWhere}>{firstWhere}</Fact>
        <Fact name={messages.firstOn}>{firstOn && <When at={firstOn} />}</Fact>
        {quotes.map((quote, index) => (
          <Fact key={index} name={messages.quoted}>
            {inQuotes(quote)}
          </Fact>
        ))}
        <Fact name={messages.published}>
          <When at={publishedAt} />
        </Fact>
        <Fact name={messages.changed}>{changedAt === publishedAt ? '' : <When at={changedAt} />}</Fact>
        <Fact name={messages.version}>{String(number)}</Fact>
        <Fact name={messages.approved}>{approversInWords(approvers)}</Fact>
      </dl>
    </Section>
  )
}
