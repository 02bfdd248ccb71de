import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { demoTeamPage } from '#server/demo/team.ts'
import { slugOf } from '#server/publication/team-page.ts'
import type { TextName } from '#server/realtime/protocol.ts'
import { contentHashOf, listHashOf } from './content.ts'
import { deed, doing, firstRow } from './deeds/deed.ts'
import { clientOf, edit, isAcknowledgement, ownClose, send } from './sockets.ts'
import { bringTo } from './stages.ts'
import type { Theatre } from './theatre.ts'

/** A claim of the demo team in a report of its own, and words that occur nowhere else. */
export interface Canary {
  /** Why readers are not to see `word`. */
  readonly why: string
  /** In everything of the claim, or of its newer form, that a reader could see. */
  readonly word: string
  /** In everything of it that only the team may see. */
  readonly internal: string
  readonly reportId: string
  readonly claimId: string
  /** The address that its page has, or would have. */
  readonly report: string
  readonly claim: string
}

/** No address is as long: one that readers were given stays, with the note on what was taken back. */
const longer = 'about what somebody said of something that was said of somebody else before'

const newWord = (): string => `canary${randomBytes(8).toString('hex')}`

/** Makes such claims, and brings them where they are to be, by requests to the running server alone. */
export class Aviary {
  readonly #theatre: Theatre

  constructor(theatre: Theatre) {
    this.#theatre = theatre
  }

  get #looking() {
    return this.#theatre.looking
  }

  async #do(who: 'checker' | 'editor', intent: string, path: string, fields: Record<string, string> = {}) {
    const { people, server } = this.#theatre
    const answer = await doing(people[who], server.baseURL, deed(intent, path, fields))
    if (answer.status() !== 200) throw new Error(`${intent}: ${await answer.text()}`)
  }

  async #type(claimId: string, words: string, text: TextName): Promise<void> {
    const { checker } = this.#theatre.people
    const { baseURL } = this.#theatre.server
    const client = await clientOf(checker, baseURL, claimId)
    const room = `${baseURL}/rooms/claim/${claimId}?client=${client}`
    const end = await send(room, checker.cookie, edit(client, `${words} `, text), isAcknowledgement)
    if (end !== ownClose) throw new Error(`Nothing can be typed: ${end}`)
  }

  /** A claim that holds `word` wherever it can, with its verdict, and not submitted. */
  async checked(why: string, word = newWord()): Promise<Canary> {
    const { people, server } = this.#theatre
    const title = `Report ${randomBytes(4).toString('hex')} ${longer} ${word}`
    const form = { title, language: 'en', sourceUrl: '', publisher: word, text: `${word} rose. So it goes.` }
    const options = { headers: { origin: server.baseURL }, form, maxRedirects: 0 }
    const made = await people.checker.request.post('/reports/new', options)
    const reportId = made.headers()['location']?.split('/').at(-1) ?? ''
    const passage = { edition: '1', start: '0', end: String(word.length), statement: `Statement ${longer} ${word}` }
    await this.#do('checker', 'claim.make', `/reports/${reportId}/claims`, passage)
    const { id: claimId = '', seen = '' } = await firstRow(
      this.#looking,
      sql`select id, details_seq::text as seen from claim where report_id = ${reportId}`,
    )
    const internal = newWord()
    const slugs = { report: slugOf(title), claim: slugOf(passage.statement) }
    const canary = { why, word, internal, reportId, claimId, ...slugs }
    const details = { claimant: word, saidOn: '', place: word, language: 'en', seen }
    await this.#do('checker', 'claim.describe', `/claims/${claimId}/details`, details)
    await this.#type(claimId, internal, 'notes')
    await this.#do('checker', 'thread.start', `/claims/${claimId}/threads`, { on: 'claim', words: internal })
    await this.write(canary, word)
    return canary
  }

  /** Writes a word into analysis, figures, evidence and the reason of the verdict. */
  async write({ claimId, internal }: Canary, word: string): Promise<void> {
    await this.#type(claimId, word, 'analysis')
    const figure = { bound: 'exactly', low: '390', unit: word, scope: word, asOf: '' }
    await this.#do('checker', 'figure.set', `/claims/${claimId}/figures`, figure)
    const source = { url: `https://${word}.example/`, title: word, publisher: word, author: word, publishedOn: '' }
    const bearing = { stance: 'supports', quote: word, locator: word, note: internal }
    const evidence = { sourceId: '', sourceKind: 'primary', ...source, ...bearing }
    await this.#do('checker', 'evidence.attach', `/claims/${claimId}/evidence`, evidence)
    const { seen = '' } = await firstRow(
      this.#looking,
      sql`select verdict_seq::text as seen from claim where id = ${claimId}`,
    )
    await this.#do('checker', 'verdict.set', `/claims/${claimId}/verdict`, { rating: 'true', reason: word, seen })
  }

  /** Corrects a published claim: its newer form, which nobody approved yet, holds another word. */
  async correct(canary: Canary, why: string): Promise<Canary> {
    const { claimId } = canary
    const word = newWord()
    const correction = { wrong: word, now: word, why: word, since: '2025-05-24' }
    await this.#do('checker', 'claim.correct', `/claims/${claimId}/publication`, correction)
    await this.#type(claimId, word, 'statement')
    await this.write(canary, word)
    return { ...canary, why, word }
  }

  /** Brings a claim to a stage; what is published is before readers at once. */
  async bring({ claimId }: Canary, stage: 'in-review' | 'approved' | 'published'): Promise<void> {
    await bringTo(this.#theatre.people, this.#looking, claimId, stage)
  }

  /** Publishes what stands of a claim under an embargo. */
  async embargo(canary: Canary, until: Date): Promise<void> {
    const { claimId } = canary
    await this.bring(canary, 'approved')
    const fields = { hash: await contentHashOf(this.#looking, claimId), visibleFrom: until.toISOString(), note: '' }
    await this.#do('editor', 'claim.publish', `/claims/${claimId}/publication`, fields)
  }

  /** Has the report of an approved claim approved as a whole; and published with it, where a time is given. */
  async approveReport({ reportId }: Canary, until?: Date): Promise<void> {
    const path = `/reports/${reportId}/publication`
    await this.#do('checker', 'report.submit', path)
    const hash = await listHashOf(this.#looking, reportId)
    await this.#do('editor', 'report.approve', path, { hash })
    if (until) await this.#do('editor', 'report.publish', path, { hash, visibleFrom: until.toISOString(), note: '' })
  }

  /** Takes a published claim off the pages. */
  async unpublish({ claimId }: Canary): Promise<void> {
    const fields = { how: 'unpublished', note: 'It was taken back.' }
    await this.#do('editor', 'claim.retract', `/claims/${claimId}/publication`, fields)
  }
}

/** The public addresses at which something of these claims could stand, and some beside them. */
export function publicAddresses(canaries: readonly Canary[], patterns: readonly string[]): string[] {
  const places = canaries.flatMap(({ report, claim }) => [
    { report, claim },
    { report: 'nowhere', claim },
  ])
  const filled = patterns.flatMap((pattern) =>
    places.flatMap(({ report, claim }) => {
      const files = pattern.includes(':claim') ? [claim, `${claim}.json`] : [claim]
      return files.map((file) => pattern.replace(':slug', report).replace(':claim', file))
    }),
  )
  return [...new Set(filled)].map((path) => path.replace(':team', demoTeamPage.slug).replace('*', 'a/b/c/d'))
}
