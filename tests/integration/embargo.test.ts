import type { AppLoadContext } from '@remix-run/node'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeClaim } from '#server/claims/commands.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { correctClaim, retractClaim, retractReport } from '#server/publication/commands.ts'
import { KeptPages } from '#server/publication/kept-pages.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { approveNow, checkAndSubmit, contentNow, premises, publishNow, typeIn, type Desk } from '#tests/support/desk.ts'
import { origin, publicAddresses, publicAnswer } from '#tests/support/public-answers.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'

const own = premises()
let report: ReportDesk
let team: Desk
let one: string
let other: string

beforeEach(async () => {
  report = await ReportDesk.open(own.server)
  ;({ team, one, other } = report)
})

const hour = 60 * 60 * 1000
const inHours = (hours: number) => new Date(Date.now() + hours * hour)
const embargoed = () => ({ visibleFrom: inHours(2).toISOString() })
const note = { note: 'A court said so.' }

/** All that readers get of the team at a moment: of every address, packed and not, each byte and each header. */
async function allAt(now: Date): Promise<Record<string, unknown>> {
  const system = { ...team.mara, now: () => now }
  const context = { system, accounts: { origin }, keptPages: new KeptPages() } as unknown as AppLoadContext
  // Whether or not anything was published under it, the address is asked for.
  const slugs = new Set(['taxes-rose', 'never-was', ...(await slugsOf())])
  const answers = publicAddresses(team.slug, [...slugs]).flatMap((path) =>
    ['identity', 'gzip'].map(async (coding) => {
      const answer = await publicAnswer(context, path, { 'accept-encoding': coding })
      const body = Buffer.from(await answer.arrayBuffer()).toString('latin1')
      return [`${coding} ${path}`, { status: answer.status, headers: [...answer.headers], body }] as const
    }),
  )
  return Object.fromEntries(await Promise.all(answers))
}

async function slugsOf(): Promise<string[]> {
  const rows = await own.database.app.db.execute<{ slug: string }>(
    sql`select distinct slug from publication where report_id = ${report.reportId}`,
  )
  return rows.map(({ slug }) => slug)
}

/** What readers get now, and when every embargo of these tests has ended. */
async function nowAndLater() {
  return { now: await allAt(new Date()), later: await allAt(inHours(5)) }
}

async function expectSame(before: Awaited<ReturnType<typeof nowAndLater>>): Promise<void> {
  const after = await nowAndLater()
  // An address that nothing had then is answered now like any where nothing is.
  for (const when of ['now', 'later'] as const) {
    const missing = after[when][`identity /p/${team.slug}/budget/never-was`]
    for (const [path, answer] of Object.entries(after[when])) {
      expect(answer, `${when} ${path}`).toEqual(before[when][path] ?? missing)
    }
  }
}

const textAt = async (path: string, now = new Date()): Promise<string> => JSON.stringify((await allAt(now))[path])
const claimPath = () => `identity /p/${team.slug}/budget/taxes-rose`
const reportPath = () => `identity /p/${team.slug}/budget`

/** Corrects a claim that was published, and publishes it anew. */
async function publishCorrected(claimId: string, reason: string, more: Record<string, string> = {}): Promise<void> {
  const correction = { wrong: 'We said both.', now: reason, why: 'A letter came.', since: '2025-06-01' }
  await correctClaim(team.edith, claimId, correction)
  const { claim } = await contentNow(team.mara, claimId)
  await setVerdict(team.mara, claimId, { rating: 'half-true', reason, seen: String(claim.verdictSeq) })
  await submitClaim(team.mara, claimId, {})
  await approveNow(team.emil, claimId)
  await publishNow(team.emil, claimId, more)
}

describe('what readers never saw changes no byte and no header, now or later', () => {
  it.each(['retracted', 'unpublished'])('a claim that was %s while it was under embargo', async (how) => {
    for (const before of ['nothing is published', 'another claim is']) {
      if (before === 'another claim is') await publishNow(team.emil, other)
      const seen = await nowAndLater()
      const claimId = before === 'another claim is' ? await newClaim() : one
      await publishNow(team.emil, claimId, embargoed())
      expect((await allAt(new Date()))[reportPath()]).toEqual(seen.now[reportPath()])
      await retractClaim(team.emil, claimId, { how, ...note })
      await expectSame(seen)
    }
  })

  async function newClaim(): Promise<string> {
    const claimId = await report.submitAnother()
    await approveNow(team.edith, claimId)
    return claimId
  }

  it('a claim under embargo, before it ends', async () => {
    await publishNow(team.emil, other)
    const { now } = await nowAndLater()
    await publishNow(team.emil, one, embargoed())
    await expectUnseen(now)
  })

  it('a correction of a claim under embargo, before it ends', async () => {
    await publishNow(team.emil, one)
    const { now } = await nowAndLater()
    await publishCorrected(one, 'One says so.', embargoed())
    await expectUnseen(now)
  })

  it('a report under embargo, anew, before it ends', async () => {
    await report.bringOut()
    await retractReport(team.emil, report.reportId, note)
    const { now } = await nowAndLater()
    await report.bringOut(embargoed())
    await expectUnseen(now)
  })

  async function expectUnseen(before: Record<string, unknown>): Promise<void> {
    const after = await allAt(new Date())
    for (const [path, answer] of Object.entries(before)) expect(after[path], path).toEqual(answer)
    // A minute before the end it is the same.
    const late = await allAt(new Date(Date.now() + 2 * hour - 30_000))
    for (const [path, answer] of Object.entries(before)) expect(late[path], path).toEqual(answer)
  }

  it('a second retraction, of what was published anew under embargo', async () => {
    await publishNow(team.emil, one)
    await retractClaim(team.emil, one, { how: 'retracted', note: 'The letter was forged.' })
    const seen = await nowAndLater()
    await publishCorrected(one, 'One says so.', embargoed())
    await retractClaim(team.emil, one, { how: 'retracted', ...note })
    await expectSame(seen)
    await publishCorrected(one, 'None says so.', embargoed())
    await retractClaim(team.emil, one, { how: 'unpublished', ...note })
    // What is to go goes.
    expect((await allAt(new Date()))[claimPath()]).toMatchObject({ status: 410 })
  })

  it('a report that was taken back while it was under embargo, for the first or the second time', async () => {
    await publishNow(team.emil, one)
    await publishNow(team.emil, other)
    const first = await nowAndLater()
    await report.bringOut(embargoed())
    await retractReport(team.emil, report.reportId, note)
    await expectSame(first)
    await report.bringOut()
    await retractReport(team.emil, report.reportId, { note: 'The letter was forged.' })
    const second = await nowAndLater()
    await report.bringOut(embargoed())
    await retractReport(team.emil, report.reportId, note)
    await expectSame(second)
  })

  it('a report of which readers have no claim, and which was taken back before they had one', async () => {
    const end = embargoed()
    for (const id of [one, other]) await publishNow(team.emil, id, end)
    const seen = await nowAndLater()
    await report.bringOut()
    expect(await allAt(new Date())).toEqual(seen.now)
    expect(JSON.stringify((await allAt(inHours(5)))[reportPath()])).toContain('Publication 1 of this report')
    await retractReport(team.emil, report.reportId, note)
    await expectSame(seen)
  })
})

describe('a list waits for its claims that are under embargo', () => {
  it('and until then the list before it is taken back, and no other number is told', async () => {
    await report.bringOut()
    await retractReport(team.emil, report.reportId, note)
    const claimId = await report.submitAnother()
    await approveNow(team.edith, claimId)
    await publishNow(team.emil, claimId, embargoed())
    const before = await allAt(new Date())
    expect(JSON.stringify(before[reportPath()])).toContain('taken back')
    await report.bringOut()
    expect(await allAt(new Date())).toEqual(before)
    expect(await textAt(reportPath(), inHours(5))).toContain('Publication 2 of this report')
  })

  it('a list taken back before that is not counted', async () => {
    for (const id of [one, other]) await publishNow(team.emil, id, embargoed())
    await report.bringOut()
    await retractReport(team.emil, report.reportId, note)
    await report.bringOut()
    expect(await textAt(reportPath(), inHours(5))).toContain('Publication 1 of this report')
  })

  it('or for the time that was asked for, where that is later', async () => {
    await publishNow(team.emil, one, embargoed())
    await report.bringOut({ visibleFrom: inHours(3).toISOString() })
    expect(await textAt(reportPath(), inHours(2.5))).not.toContain('Publication 1 of this report')
    expect(await textAt(reportPath(), inHours(3.5))).toContain('Publication 1 of this report')
  })
})

describe('numbers and corrections count over what readers saw', () => {
  it('a claim whose first publication they never saw starts with 1, and nothing was corrected', async () => {
    await publishNow(team.emil, one, embargoed())
    await publishCorrected(one, 'One says so.')
    const shown = await textAt(claimPath())
    expect(shown).toMatch(/>1<\/dd>/u)
    expect(shown).not.toMatch(/>2<\/dd>/u)
    expect(await allAt(inHours(5))).toEqual(await allAt(new Date()))
    const all = JSON.stringify(await allAt(new Date()))
    expect(all).toContain('One says so.')
    expect(all).not.toMatch(/We said both|Corrected/u)
    await publishCorrected(one, 'None says so.')
    expect(await textAt(claimPath())).toMatch(/>2<\/dd>/u)
    const corrected = JSON.stringify(await allAt(new Date()))
    expect(corrected).toContain('A letter came.')
    expect(corrected).not.toContain('One says so.')
  })

  it('a report whose first publication they never saw starts with 1', async () => {
    for (const id of [one, other]) await publishNow(team.emil, id)
    await report.bringOut(embargoed())
    await retractReport(team.emil, report.reportId, note)
    await report.bringOut()
    const shown = await textAt(reportPath())
    expect(shown).toContain('Publication 1 of this report')
    await retractReport(team.emil, report.reportId, note)
    await report.bringOut()
    expect(await textAt(reportPath())).toContain('Publication 2 of this report')
  })

  it('a correction is told though the clock was behind, and both publications have the same time', async () => {
    const past = new Date(Date.now() - hour)
    for (const name of ['mara', 'edith', 'emil'] as const)
      Object.assign(team, { [name]: { ...team[name], now: () => past } })
    await publishNow(team.emil, one)
    await publishCorrected(one, 'One says so.')
    expect(await textAt(claimPath())).toContain('A letter came.')
  })
})

describe('addresses say nothing of what readers never saw', () => {
  it.each(['was taken back', 'was put in the place of another'])('not by its words, when it %s', async (what) => {
    await say(one, 'The minister stole it.')
    await publishNow(team.emil, one, embargoed())
    if (what === 'was taken back') await retractClaim(team.emil, one, { how: 'retracted', ...note })
    else
      await correctClaim(team.edith, one, { wrong: 'He did not.', now: 'Taxes rose.', why: 'x', since: '2025-06-01' })
    await say(one, 'Taxes rose.', team.emil)
    await publishNow(team.emil, one)
    expect(await textAt(claimPath())).toContain('Taxes rose.')
    for (const all of [await allAt(new Date()), await allAt(inHours(5))]) {
      expect(JSON.stringify(Object.values(all))).not.toContain('minister')
    }
  })

  it('nor by a number behind the words', async () => {
    await publishNow(team.emil, one, embargoed())
    await publishNow(team.emil, await another())
    expect((await slugsOf()).toSorted()).toEqual(['taxes-rose', expect.stringMatching(/^taxes-rose-[a-z]{8}$/u)])
  })

  it('and what readers saw, or are to see, keeps its own', async () => {
    await publishNow(team.emil, one, embargoed())
    await publishCorrected(one, 'One says so.', { visibleFrom: inHours(3).toISOString() })
    expect(await slugsOf()).toEqual(['taxes-rose'])
    await correctClaim(team.edith, one, { wrong: 'Not so.', now: 'So.', why: 'A letter came.', since: '2025-06-01' })
    await say(one, 'Taxes fell.', team.emil)
    await publishNow(team.emil, one, { visibleFrom: inHours(4).toISOString() })
    expect(await slugsOf()).toEqual(['taxes-rose'])
    expect(await textAt(claimPath(), inHours(5))).toContain('Taxes fell.')
  })

  /** Another claim that says what the first one says. */
  async function another(): Promise<string> {
    const { id } = await makeClaim(team.mara, report.reportId, { edition: '1', start: '0', end: '11' })
    await checkAndSubmit(team, id, 'Both say so.')
    await approveNow(team.edith, id)
    return id
  }

  /** Has a claim say something else, and an editor approve it. */
  async function say(claimId: string, words: string, editor = team.edith): Promise<void> {
    await typeIn(own.server, team.oleh, claimId, (text) => {
      text.delete(0, text.length)
      text.insert(0, words)
    })
    if ((await contentNow(team.mara, claimId)).claim.stage === 'checking') await submitClaim(team.mara, claimId, {})
    await approveNow(editor, claimId)
  }
})
