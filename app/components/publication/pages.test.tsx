import { DOMParser, type Document, type Element } from '@xmldom/xmldom'
import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { PublishedClaim } from '#server/publication/published.ts'
import { claimForm, evidenceOf } from '#tests/support/claim-form.ts'
import { publicTeam, publishedClaim, publishedReport, unpublishedClaim } from '#tests/support/published-claim.ts'
import { ClaimPage } from './claim-page.tsx'
import { markdownHtml } from './markdown.ts'
import { UnpublishedPage } from './plain-page.tsx'
import { ReportPage } from './report-page.tsx'
import { TeamPage } from './team-page.tsx'

const url = 'https://check.example/p/desk/exchange/each-side'
/** A page as a browser would have it: what is rendered is well-formed but for elements without an end. */
const parsed = (page: ReactElement): Document =>
  new DOMParser({ onError: () => {} }).parseFromString(renderToStaticMarkup(page), 'text/html')
const all = (document: Document, name: string): Element[] => [...document.getElementsByTagName(name)]
const textOf = (document: Document): string => document.getElementsByTagName('body')[0]?.textContent ?? ''

const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(1)> ]]> & "quoted" 'too' <!--`
const everywhere = publishedClaim({
  statement: hostile,
  analysis: `${hostile}\n\n[a](javascript:alert(1)) ![b](https://x.example/b.png) <b>bold</b>`,
  claimant: hostile,
  place: hostile,
  firstUrl: 'javascript:alert(1)',
  firstWhere: hostile,
  reason: hostile,
  evidence: [{ ...evidenceOf('javascript:alert(1)', hostile), quote: hostile, locator: hostile }],
  quotes: [hostile],
  report: { title: hostile, publisher: hostile, sourceUrl: 'javascript:alert(1)' },
  corrections: [{ wrong: hostile, now: hostile, why: hostile, since: '2025-06-01' }],
})
const team = {
  ...publicTeam,
  publisher: hostile,
  howWeCheck: hostile,
  homepage: 'javascript:x',
  correctionsUrl: 'javascript:x',
  contact: 'javascript:x',
}
const report = {
  slug: 'exchange',
  title: hostile,
  publisher: hostile,
  claims: 1,
  changedAt: '2025-06-01T10:00:00.000Z',
}

describe('hostile texts', () => {
  const unpublished = { note: hostile, at: '2025-06-01' }
  const pages: Readonly<Record<string, ReactElement>> = {
    claim: <ClaimPage team={team} url={url} claim={everywhere} review={{ text: hostile }} />,
    report: (
      <ReportPage
        team={team}
        url={url}
        claims={[everywhere, unpublishedClaim(hostile)]}
        whole={publishedReport({ retracted: { note: hostile, at: '2025-06-05' }, approvers: { names: [hostile] } })}
      />
    ),
    team: <TeamPage team={team} url={url} reports={[report]} takenBack={new Map()} claims={[everywhere]} />,
    unpublished: <UnpublishedPage team={team} url={url} unpublished={unpublished} />,
  }
  it.each(Object.entries(pages))('stay texts on the page of a %s', (kind, page) => {
    const document = parsed(page)
    expect(all(document, 'img')).toEqual([])
    expect(all(document, 'script').map((script) => script.getAttribute('type'))).toEqual(
      kind === 'claim' ? ['application/ld+json'] : [],
    )
    const addresses = all(document, 'a').map((link) => link.getAttribute('href'))
    expect(addresses.filter((address) => !/^(?:https:\/\/|\/|#|mailto:)/u.test(address ?? ''))).toEqual([])
    const attributes = all(document, '*').flatMap((element) => [...element.attributes].map(({ name }) => name))
    expect(attributes.length).toBeGreaterThan(20)
    expect(attributes.filter((name) => /^(?:on|style)/iu.test(name))).toEqual([])
    expect(all(document, 'b')).toEqual([])
    expect(textOf(document)).toContain(hostile)
  })

  it('come out of the data as they went in', () => {
    const page = <ClaimPage team={team} url={url} claim={everywhere} review={{ text: hostile }} />
    const [, data = ''] =
      /<script type="application\/ld\+json">(.*?)<\/script>/su.exec(renderToStaticMarkup(page)) ?? []
    expect(JSON.parse(data)).toEqual({ text: hostile })
  })
})

it('Markdown is words, lists, links and headings below those of the page', () => {
  expect(markdownHtml('# One\n\n###### Six')).toBe('<h3>One</h3>\n<h6>Six</h6>\n')
  expect(markdownHtml('[a](https://a.example "t")')).toContain(
    '<a href="https://a.example" title="t" rel="nofollow noopener">',
  )
  for (const link of [
    '/reports/1',
    '//evil.example',
    'JaVaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///x',
  ]) {
    expect(markdownHtml(`[a](${link})`)).not.toContain('<a')
  }
  expect(markdownHtml('<i>x</i>\n\n<div>\n\nhttps://a.example')).toBe(
    '<p>&lt;i&gt;x&lt;/i&gt;</p>\n<p>&lt;div&gt;</p>\n<p>https://a.example</p>\n',
  )
})

describe('the page of a claim', () => {
  const words = (change: Parameters<typeof publishedClaim>[1] = {}) =>
    textOf(parsed(<ClaimPage team={publicTeam} url={url} claim={publishedClaim({}, change)} review={null} />))

  it('shows everything that was approved', () => {
    const { figures: _, corrections, evidence, ...form } = claimForm()
    const shown = words()
    const said = [form.statement, form.reason, form.claimant, form.place, form.firstWhere, ...form.quotes]
    const sources = evidence.flatMap(({ quote, locator, source }) => [quote, locator, source.publisher, source.author])
    for (const each of [...said, ...sources, ...corrections.flatMap(({ wrong, now, why }) => [wrong, now, why])]) {
      expect(shown).toContain(each)
    }
    for (const each of [
      'Mostly true',
      '4 of 5',
      '390 people, each side, as of 23 May 2025',
      'confirmed',
      '24 May 2025',
    ]) {
      expect(shown).toContain(each)
    }
    expect(shown).toContain('Version2')
    expect(shown).toContain('1 June 2025 at 10:00 UTC')
    expect(shown).toContain('Approved byEdda')
  })

  it('names nobody where editors are told by their role', () => {
    expect(words({ approvers: { editors: 2 } })).toContain('Approved by2 editors')
  })

  it('says that it was retracted before anything else of it', () => {
    const shown = words({ retracted: { note: 'The list was forged.', at: '2025-06-05T10:00:00.000Z' } })
    expect(shown.indexOf('The list was forged.')).toBeGreaterThan(0)
    expect(shown.indexOf('The list was forged.')).toBeLessThan(shown.indexOf('What was wrong'))
    expect(shown.indexOf('What was wrong')).toBeLessThan(shown.indexOf('Verdict'))
  })
})

it('a verdict that was taken back is struck through and said to stand no longer, wherever it is shown', () => {
  const pages: readonly ((claim: PublishedClaim) => ReactElement)[] = [
    (claim) => <ClaimPage team={publicTeam} url={url} claim={claim} review={null} />,
    (claim) => <ReportPage team={publicTeam} url={url} claims={[claim]} whole={null} />,
    (claim) => <TeamPage team={publicTeam} url={url} reports={[report]} takenBack={new Map()} claims={[claim]} />,
  ]
  const struck = (page: ReactElement) => all(parsed(page), 's').map((each) => each.textContent)
  const retracted = { note: 'The list was forged.', at: '2025-06-05T10:00:00.000Z' }
  for (const pageOf of pages) {
    expect(struck(pageOf(publishedClaim()))).toEqual([])
    const page = pageOf(publishedClaim({}, { retracted }))
    expect(struck(page)).toEqual(['Mostly true'])
    expect(textOf(parsed(page))).toContain('no longer stands: Mostly true')
    expect(textOf(parsed(page))).not.toContain('4 of 5')
  }
})

it('who brought a report out and who checked it are told apart', () => {
  const claim = publishedClaim()
  const page = parsed(<ReportPage team={publicTeam} url={url} claims={[claim]} whole={null} />)
  const { publisher } = claim.form.report
  expect(textOf(page)).toContain(`Report by ${publisher} · Checked by ${publicTeam.publisher} ·`)
})

it('the page of a team marks a report that was taken back as a whole', () => {
  const marks = (takenBack: ReadonlyMap<string, number>) => {
    const page = <TeamPage team={publicTeam} url={url} reports={[report]} takenBack={takenBack} claims={[]} />
    return all(parsed(page), 'strong').flatMap((each) =>
      each.getAttribute('class') === 'mark' ? each.textContent : [],
    )
  }
  expect(marks(new Map([['exchange', 2]]))).toEqual(['Publication 2 of this report is taken back'])
  expect(marks(new Map([['another', 1]]))).toEqual([])
})

it('the page of a report names what changed on top, and links to each claim', () => {
  const standing = publishedClaim(
    { statement: 'One thing', corrections: [] },
    { address: { team: 'desk', report: 'exchange', claim: 'one-thing' } },
  )
  const document = parsed(
    <ReportPage
      team={publicTeam}
      url={url}
      claims={[standing, publishedClaim(), unpublishedClaim('Gone.')]}
      whole={null}
    />,
  )
  const shown = textOf(document)
  expect(shown.indexOf('Corrected 3 June 2025')).toBeLessThan(shown.indexOf('One thing'))
  expect(shown).toContain('2 claims')
  expect(shown).toContain('Gone.')
  const links = all(document, 'a').map((link) => link.getAttribute('href'))
  expect(links).toContain('/p/desk/exchange/one-thing')
  expect(links).toContain('https://news.example/report')
  expect(links).toContain('mailto:errors@desk.example?subject=An%20error%20at%20' + encodeURIComponent(url))
})

describe('the page of a report that was published as a whole', () => {
  const at = (claim: string) => ({ address: { team: 'desk', report: 'exchange', claim } })
  const since = { publishedAt: '2025-06-03T09:00:00.000Z' }
  const first = publishedClaim({ statement: 'The first one', corrections: [] }, at('first'))
  const second = publishedClaim({ statement: 'The second one' }, at('second'))
  const other = publishedClaim({ statement: 'Another one', corrections: [] }, { ...at('other'), ...since })
  const shownOf = (change: Parameters<typeof publishedReport>[0]) =>
    textOf(
      parsed(
        <ReportPage team={publicTeam} url={url} claims={[first, other, second]} whole={publishedReport(change)} />,
      ),
    )

  it('says its number and who approved, and shows its claims in its order, and others apart', () => {
    // One of its claims is still under embargo.
    const shown = shownOf({ claims: ['second', 'embargoed', 'first'] })
    expect(shown).toMatch(
      /Publication 1 of this report.*Approved by Edda.*The second one.*The first one.*Published since.*Another one/su,
    )
    expect(shown).not.toContain('embargoed')
    expect(shown).toContain('Corrected since')
    expect(shownOf({ claims: ['second'] })).toContain('Published besides')
    expect(shownOf({ claims: ['first', 'second', 'other'] })).not.toContain('Published ')
    expect(shownOf({ claims: ['second'], publishedAt: '2025-06-04T10:00:00.000Z' })).not.toContain('Corrected since')
  })

  it('says published since also of a claim that was taken back since', () => {
    const gone = { ...unpublishedClaim('Gone.'), ...since }
    const whole = publishedReport({ claims: ['first', 'second'] })
    const page = <ReportPage team={publicTeam} url={url} claims={[first, second, gone]} whole={whole} />
    expect(textOf(parsed(page))).toMatch(/Published since.*Gone\./su)
  })

  it('says on top why it was taken back, and then shows the claims as they stand', () => {
    const retracted = { note: 'The letter was forged.', at: '2025-06-05T10:00:00.000Z' }
    const shown = shownOf({ claims: ['second', 'first'], retracted })
    expect(shown).toMatch(
      /is taken back.*The letter was forged\..*5 June 2025.*The first one.*Another one.*The second one/su,
    )
    expect(shown).not.toContain('Approved by')
  })

  it('draws each sign once', () => {
    const claims = [first, other, second]
    const page = (
      <ReportPage team={publicTeam} url={url} claims={claims} whole={publishedReport({ claims: ['first'] })} />
    )
    const ids = all(parsed(page), '*').flatMap((element) => element.getAttribute('id') ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })
})

it('40 claims with long reasons fit into 60 KB', () => {
  const claims = Array.from({ length: 40 }, (_, index) =>
    publishedClaim(
      {
        statement: `${'Each side received 390 people. '.repeat(4)}${index}`,
        reason: 'Both ministries name it. '.repeat(80),
      },
      { address: { team: 'desk', report: 'exchange', claim: `each-side-received-390-people-${index}` } },
    ),
  )
  const bytes = new TextEncoder().encode(
    renderToStaticMarkup(<ReportPage team={publicTeam} url={url} claims={claims} whole={null} />),
  )
  expect(bytes.length).toBeGreaterThan(30_000)
  expect(bytes.length).toBeLessThan(60_000)
})
