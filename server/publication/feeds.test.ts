import { DOMParser, onErrorStopParsing, type Element } from '@xmldom/xmldom'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shortcomings } from '#tests/support/claim-review-check.ts'
import { publicTeam, publishedClaim, unpublishedClaim } from '#tests/support/published-claim.ts'
import { atomFeed, dataFeed, jsonFeed, type TeamFeed } from './feeds.ts'
import type { PublicClaim } from './published.ts'

const origin = 'https://check.example'
const feedOf = (...claims: readonly PublicClaim[]): TeamFeed => ({
  team: publicTeam,
  claims,
  addresses: {
    team: `${origin}/p/desk`,
    atom: `${origin}/p/desk/feed.xml`,
    json: `${origin}/p/desk/feed.json`,
    data: `${origin}/p/desk/claims.json`,
    claim: ({ address: { team, report, claim } }) => `${origin}/p/${team}/${report}/${claim}`,
  },
  now: '2025-06-06T10:00:00.000Z',
})

const parsed = (xml: string) => new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml')
const textsIn = (node: Pick<Element, 'getElementsByTagName'>, name: string): (string | null)[] =>
  [...node.getElementsByTagName(name)].map((each) => each.textContent)
const entriesIn = (feed: TeamFeed): Element[] => [...parsed(atomFeed(feed)).getElementsByTagName('entry')]

const standing = publishedClaim({ corrections: [] }, { number: 1, changedAt: '2025-06-01T10:00:00.000Z' })
const retracted = publishedClaim({}, { retracted: { note: 'The list was forged.', at: '2025-06-04T10:00:00.000Z' } })

it('an entry names the verdict, and its dates are those of the publication', () => {
  const [entry] = entriesIn(feedOf(standing))
  if (!entry) throw new Error('There is no entry.')
  expect(textsIn(entry, 'title')).toEqual(['Mostly true: Each side received 390 people'])
  expect(textsIn(entry, 'id')).toEqual([`${origin}/p/desk/exchange/each-side`])
  expect(textsIn(entry, 'published')).toEqual(['2025-06-01T10:00:00.000Z'])
  expect(textsIn(entry, 'updated')).toEqual(['2025-06-01T10:00:00.000Z'])
  expect(textsIn(entry, 'content').join('')).toContain('Verdict: Mostly true.\n\nBoth sides name the same number')
})

it('a correction is in the title, the text and the dates of both feeds', () => {
  const feed = feedOf(publishedClaim())
  const [entry] = entriesIn(feed)
  const [item] = (JSON.parse(jsonFeed(feed)) as { items: Record<string, string>[] }).items
  for (const [title, text, updated] of [
    [entry && textsIn(entry, 'title')[0], entry && textsIn(entry, 'content')[0], entry && textsIn(entry, 'updated')[0]],
    [item?.['title'], item?.['content_text'], item?.['date_modified']],
  ]) {
    expect(title).toBe('Corrected: Mostly true: Each side received 390 people')
    expect(text).toMatch(
      /^Correction of 2025-06-03\. What was wrong, since 2025-06-01: We said 380\. What it says now: It is 390\. Why: A second list came out\./u,
    )
    expect(updated).toBe('2025-06-03T10:00:00.000Z')
  }
})

it('what was taken back says so: retracted beside its text, unpublished with its note alone', () => {
  const feed = feedOf(unpublishedClaim('A court said so.'), retracted)
  const [gone, marked] = entriesIn(feed)
  expect(gone && textsIn(gone, 'title')).toEqual(['A fact-check was taken back'])
  expect(gone && textsIn(gone, 'content')).toEqual(['It is not published any more: A court said so.'])
  expect(marked && textsIn(marked, 'title')).toEqual(['Retracted: Mostly true: Each side received 390 people'])
  expect(marked && textsIn(marked, 'updated')).toEqual(['2025-06-04T10:00:00.000Z'])
  expect(parsed(atomFeed(feed)).getElementsByTagName('updated')[0]?.textContent).toBe('2025-06-05T10:00:00.000Z')
})

it('what was taken back keeps the day of its publication: readers have had it since then', () => {
  const feed = feedOf(unpublishedClaim('A court said so.'))
  const [entry] = entriesIn(feed)
  expect(entry && textsIn(entry, 'published')).toEqual(['2025-06-01T10:00:00.000Z'])
  expect(entry && textsIn(entry, 'updated')).toEqual(['2025-06-05T10:00:00.000Z'])
  expect(JSON.parse(jsonFeed(feed))).toMatchObject({
    items: [{ date_published: '2025-06-01T10:00:00.000Z', date_modified: '2025-06-05T10:00:00.000Z' }],
  })
})

interface Item {
  readonly url: string
  readonly dateModified: string
  readonly item: readonly Record<string, unknown>[]
}

it('the data feed holds the ClaimReview of everything that stands and has no error', () => {
  const wrong = publishedClaim({ saidOn: '2999-01-01', firstOn: '' })
  const { '@type': type, dataFeedElement: items } = JSON.parse(
    dataFeed(feedOf(publishedClaim(), retracted, unpublishedClaim('No.'), wrong)),
  ) as { '@type': string; dataFeedElement: Item[] }
  expect(type).toBe('DataFeed')
  expect(items).toHaveLength(1)
  const [item] = items
  expect(item).toMatchObject({ url: `${origin}/p/desk/exchange/each-side`, dateModified: '2025-06-03T10:00:00.000Z' })
  expect(item?.item.map((review) => shortcomings(review, `${origin}/p/desk`))).toEqual([[]])
  expect(item?.item[0]).toMatchObject({ sdPublisher: { '@type': 'Organization', name: 'The Desk' } })
})

it('an empty feed is a whole one', () => {
  expect(entriesIn(feedOf())).toEqual([])
  expect(JSON.parse(jsonFeed(feedOf()))).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', items: [] })
})

/** What a text becomes that holds what XML cannot. */
const readable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- they are what XML cannot hold
  text.toWellFormed().replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '\uFFFD')

it('no text breaks a feed, and each comes out as it went in', () => {
  const hostile = fc.constantFrom(
    ']]>',
    '<![CDATA[',
    '&amp;',
    '</entry>',
    '<!--',
    '"\'',
    '\u0000',
    '\uD800',
    '\uDC00x',
    '\r\n',
    '\uFFFF',
    '\u001B',
    '😀',
    '?>',
  )
  const text = fc
    .array(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 6 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(text, text, (statement, reason) => {
      const feed = feedOf(publishedClaim({ statement, reason, corrections: [], rating: '' }))
      const [entry] = entriesIn(feed)
      expect(entry && textsIn(entry, 'title')).toEqual([readable(statement)])
      expect(entry && textsIn(entry, 'content')).toEqual([
        readable(reason ? `No verdict.\n\n${reason}` : 'No verdict.'),
      ])
      const { items } = JSON.parse(jsonFeed(feed)) as { items: { title: string }[] }
      expect(items[0]?.title).toBe(statement.toWellFormed())
    }),
  )
})
