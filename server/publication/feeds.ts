import { scale } from '../claims/verdict.ts'
import { claimReview, organization, type JsonLd } from './claim-review.ts'
import { feedWords as words } from './feed-words.ts'
import { isReadable, lastChange, type PublicClaim, type PublicTeam, type PublishedClaim } from './published.ts'
import { reviewDraft, type ReviewDraft } from './review-draft.ts'

/** The absolute addresses that feeds name. */
export interface FeedAddresses {
  /** The team's page, also the one of its feeds. */
  readonly team: string
  readonly atom: string
  readonly json: string
  readonly data: string
  claim(claim: PublicClaim): string
}

/** What the feeds of a team are made from. */
export interface TeamFeed {
  readonly team: PublicTeam
  /** The last changed first. */
  readonly claims: readonly PublicClaim[]
  readonly addresses: FeedAddresses
  /** Now, as ISO 8601 in UTC. */
  readonly now: string
}

/** One claim as an item of a feed: plain texts, nothing escaped yet. */
interface FeedItem {
  readonly url: string
  readonly title: string
  readonly text: string
  readonly publishedAt: string
  readonly updatedAt: string
  readonly language: string
}

function itemOf(claim: PublicClaim, { addresses }: TeamFeed): FeedItem {
  const { publishedAt } = claim
  const common = { url: addresses.claim(claim), publishedAt, updatedAt: lastChange(claim) }
  if (!isReadable(claim)) {
    return { ...common, title: words.unpublished, text: words.note(claim.unpublished.note), language: '' }
  }
  const { form, retracted, correctedAt } = claim
  const verdict = form.rating && scale[form.rating].name
  const corrections = form.corrections.map((each, index) => words.correction(each, correctedAt[index] ?? ''))
  const paragraphs = [retracted && words.retracted(retracted.note), ...corrections, words.verdict(verdict), form.reason]
  const title = words.title(form.statement, verdict, {
    isRetracted: retracted !== null,
    isCorrected: corrections.length > 0,
  })
  return { ...common, title, text: paragraphs.filter(Boolean).join('\n\n'), language: form.language }
}

/** When anything in a feed changed last; for an empty one, the beginning of time as feeds know it. */
const changedAt = (feed: TeamFeed): string =>
  feed.claims.map(lastChange).toSorted().at(-1) ?? '1970-01-01T00:00:00.000Z'

/** The team's feed as Atom (RFC 4287). */
export function atomFeed(feed: TeamFeed): string {
  const { team, claims, addresses } = feed
  const entries = claims.map((claim) => atomEntry(itemOf(claim, feed)))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element('id', addresses.atom),
    element('title', words.feed(team.publisher)),
    element('updated', changedAt(feed)),
    `<author>${element('name', team.publisher)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(addresses.atom)}"/>`,
    `<link rel="alternate" type="text/html" href="${escaped(addresses.team)}"/>`,
    ...entries,
    '</feed>',
    '',
  ].join('\n')
}

function atomEntry({ url, title, text, publishedAt, updatedAt, language }: FeedItem): string {
  return [
    language ? `<entry xml:lang="${escaped(language)}">` : '<entry>',
    element('id', url),
    element('title', title),
    element('published', publishedAt),
    element('updated', updatedAt),
    `<link rel="alternate" type="text/html" href="${escaped(url)}"/>`,
    element('content', text),
    '</entry>',
  ].join('\n')
}

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as XML holds it; what no XML can hold is replaced. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- they are what is taken out
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '\uFFFD')
      .replaceAll(/[&<>"']/gu, (sign) => entities[sign] ?? '')
      // A parser would make a line feed of it.
      .replaceAll('\r', '&#13;')
  )
}

/** The team's feed as JSON Feed 1.1. */
export function jsonFeed(feed: TeamFeed): string {
  const { team, claims, addresses } = feed
  const items = claims.map((claim) => {
    const { url, title, text, publishedAt, updatedAt, language } = itemOf(claim, feed)
    const dates = { date_published: publishedAt, date_modified: updatedAt }
    return { id: url, url, title, content_text: text, ...dates, ...(language && { language }) }
  })
  return json({
    version: 'https://jsonfeed.org/version/1.1',
    title: words.feed(team.publisher),
    home_page_url: addresses.team,
    feed_url: addresses.json,
    authors: [{ name: team.publisher, ...(team.homepage && { url: team.homepage }) }],
    items,
  })
}

/** The team's ClaimReviews as a schema.org DataFeed; claims that were taken back have none. */
export function dataFeed(feed: TeamFeed): string {
  const { team, claims, addresses } = feed
  const publisher = organization({ ...team, name: team.publisher })
  const items = claims.filter(isReadable).flatMap((claim) => {
    const review = publishedReview(claim, feed)
    const dates = { dateCreated: claim.publishedAt, dateModified: claim.changedAt }
    const url = addresses.claim(claim)
    return review ? [{ '@type': 'DataFeedItem', ...dates, url, item: [{ ...review, sdPublisher: publisher }] }] : []
  })
  return json({
    '@context': 'https://schema.org',
    '@type': 'DataFeed',
    name: words.feed(team.publisher),
    url: addresses.data,
    dateModified: changedAt(feed),
    publisher,
    dataFeedElement: items,
  })
}

/** The ClaimReview of a published claim; null when it was retracted, or something stands against it. */
export function publishedReview(claim: PublishedClaim, feed: Omit<TeamFeed, 'claims'>): JsonLd | null {
  return claim.retracted ? null : claimReview(draftOf(claim, feed))
}

function draftOf(claim: PublishedClaim, { team, addresses, now }: Omit<TeamFeed, 'claims'>): ReviewDraft {
  const { publishedAt, changedAt: changed, correctedAt } = claim
  const url = addresses.claim(claim)
  return reviewDraft(claim.form, {
    url,
    host: new URL(addresses.team).host,
    publishedAt,
    changedAt: changed,
    correctedAt,
    publisher: { ...team, name: team.publisher },
    // It rests on an approval of exactly this form, or it would not have been published.
    approval: 'standing',
    carriedBy: [url],
    onPage: 1,
    now,
  })
}

/** JSON without half characters, which not every reader takes. */
function json(value: unknown): string {
  return `${JSON.stringify(value, (_key, each: unknown) => (typeof each === 'string' ? each.toWellFormed() : each))}\n`
}
