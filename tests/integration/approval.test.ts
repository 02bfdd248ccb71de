import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeClaim, setFigure, withdrawClaim } from '#server/claims/commands.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { correctClaim, retractClaim } from '#server/publication/commands.ts'
import { publishClaim, publishClaims } from '#server/publication/commands/publish.ts'
import { previewOf } from '#server/publication/queries/preview.ts'
import { approveClaim, reopenClaim, returnClaim, submitClaim } from '#server/review/commands/review.ts'
import { setTeamRules } from '#server/review/commands/rules.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { ruleNames } from '#server/review/rules.ts'
import {
  approveNow,
  checkAndSubmit,
  contentNow,
  desk,
  premises,
  publishNow,
  submittedClaim,
  typeIn,
  type Desk,
} from '#tests/support/desk.ts'
import { guardOf } from '#tests/support/guarded.ts'
import { endMembership, giveRolesTo } from '#tests/support/members.ts'

const own = premises()
let team: Desk

beforeAll(async () => {
  team = await desk(own.server)
})

const stageOf = async (claimId: string) => (await contentNow(team.mara, claimId)).claim.stage

describe('what an editor approves', () => {
  it('is what stands, by its hash; anything else asks to look again', async () => {
    const { claimId } = await submittedClaim(team)
    const looked = await contentNow(team.edith, claimId)
    await typeIn(own.server, team.oleh, claimId, (text) => text.insert(0, 'Many '))
    await expect(approveClaim(team.edith, claimId, { hash: looked.hash })).rejects.toThrow('changed since you looked')
    await approveNow(team.edith, claimId)
    expect(await stageOf(claimId)).toBe('approved')
  })

  it('goes stale by one letter, and then nothing is published', async () => {
    const { claimId } = await submittedClaim(team)
    const hash = await approveNow(team.edith, claimId)
    await typeIn(own.server, team.mara, claimId, (text) => text.insert(text.length, '!'))
    await expect(publishClaim(team.emil, claimId, { hash }, async () => [])).rejects.toThrow('changed since you looked')
    await expect(publishNow(team.emil, claimId)).rejects.toThrow('changed since it was approved')
    await typeIn(own.server, team.mara, claimId, (text) => text.delete(text.length - 1, 1))
    await publishNow(team.emil, claimId)
    expect(await stageOf(claimId)).toBe('published')
  })

  it('is not their own: not their words, verdict, evidence, figures, nor what they took out', async () => {
    const hands: ((id: string) => Promise<unknown>)[] = [
      (id) => typeIn(own.server, team.edith, id, (text) => text.insert(0, 'x')),
      (id) => typeIn(own.server, team.edith, id, (text) => text.delete(0, 1)),
      (id) => setFigure(team.edith, id, { figureId: '', seen: '0', bound: 'exactly', low: '390', unit: 'people' }),
      async (id) => {
        const { claim } = await contentNow(team.edith, id)
        await setVerdict(team.edith, id, { rating: 'false', reason: 'No.', seen: String(claim.verdictSeq) })
      },
    ]
    for (const hand of hands) {
      const { claimId } = await submittedClaim(team)
      await hand(claimId)
      await expect(approveNow(team.edith, claimId)).rejects.toThrow('You are an author')
      await approveNow(team.emil, claimId)
      expect(await stageOf(claimId)).toBe('approved')
    }
  })

  it('is published on the word of none who became an author since', async () => {
    const { claimId } = await submittedClaim(team)
    await approveNow(team.edith, claimId)
    const { claim } = await contentNow(team.edith, claimId)
    // The same verdict with the same reason: nothing that a reader sees changes, but it is hers now.
    const verdict = { rating: claim.rating, reason: claim.verdictReason, seen: String(claim.verdictSeq) }
    await setVerdict(team.edith, claimId, verdict)
    for (const editor of [team.edith, team.emil]) {
      await expect(publishNow(editor, claimId)).rejects.toThrow('0 editors approved exactly this; it takes 1.')
    }
    await approveNow(team.emil, claimId)
    await publishNow(team.edith, claimId)
  })

  it('is published on the word of none who is no editor any more, until they are one again', async () => {
    const { ada, emil } = team
    const [olga, { claimId, reportId }] = [await team.join('Olga', 'editor'), await submittedClaim(team)]
    await approveNow(olga, claimId)
    const expectRefused = async () => {
      await expect(publishNow(emil, claimId)).rejects.toThrow('0 editors approved exactly this; it takes 1.')
      const { open, claims } = await reviewView(emil, reportId, claimId)
      expect(open).toMatchObject({ approvals: [], whyNot: { 'claim.approve': null } })
      expect(open?.whyNot['claim.publish']).toMatch('is no editor any more')
      expect(claims.find(({ id }) => id === claimId)?.whyNotPublish).toMatch('is no editor any more')
    }
    await giveRolesTo(ada, olga.actor.personId, ['checker'])
    await expectRefused()
    await giveRolesTo(ada, olga.actor.personId, ['editor'])
    await publishNow(emil, claimId)
    await reopenClaim(emil, claimId, { reason: 'Once more.' })
    await submitClaim(emil, claimId, {})
    await approveNow(olga, claimId)
    await endMembership(ada, olga.actor.personId)
    await expectRefused()
  })

  it('rests on editors alone for the database as well', async () => {
    const [olha, { claimId }] = [await team.join('Olha', 'editor'), await submittedClaim(team)]
    await approveNow(olha, claimId)
    const { hash, text } = await contentNow(team.mara, claimId)
    const { teamId, personId } = olha.actor
    const insert = () =>
      guardOf(
        own.database.owner.db,
        'publication',
        sql`insert into publication (claim_id, number, team_id, seq, report_id, slug, hash, form, "by", at, visible_from,
          approved_by, unsaved, note) values (${claimId}, 1, ${teamId}, 999999, 'r', 's', ${hash}, ${text}, ${personId}, '2026',
          '2026', array[${personId}], array[]::text[], '')`,
      )
    expect(await insert()).toBe('let in')
    await giveRolesTo(team.ada, personId, ['checker'])
    expect(await insert()).toBe('Only an editor approves.')
  })

  it('is not approved by anybody else than an editor', async () => {
    const { claimId } = await submittedClaim(team)
    for (const ctx of [team.mara, team.oleh, team.ada]) {
      await expect(approveNow(ctx, claimId)).rejects.toThrow('Your role')
    }
    expect(await stageOf(claimId)).toBe('in-review')
  })

  it('is held by the database too: nobody is an author and an approver in one row', async () => {
    const { claimId } = await submittedClaim(team)
    const { hash, text } = await contentNow(team.mara, claimId)
    const insert = (by: string, author: string) =>
      guardOf(
        own.database.owner.db,
        'approval',
        sql`insert into approval values (${claimId}, 1, ${team.mara.actor.teamId}, ${by}, 'now', ${hash}, ${text},
          array[${author}], '')`,
      )
    expect(await insert('somebody', 'somebody')).toMatch('four_eyes')
    expect(await insert(team.mara.actor.personId, 'other')).toBe('An author does not approve.')
    expect(await insert('somebody', 'other')).toBe('let in')
  })
})

describe('the rules of the team', () => {
  const settings = (changes: Record<string, string>) => {
    const standard = Object.fromEntries(ruleNames.map((name) => [name, 'on']))
    return {
      ...standard,
      analysis: '',
      primary: '',
      second: '',
      'sources.minimum': '2',
      'quorum.minimum': '1',
      ...changes,
    }
  }

  it('are asked when it is approved and again when it is published', async () => {
    const { claimId } = await submittedClaim(team)
    await startThread(team.oleh, claimId, { on: 'claim', words: 'Really?' })
    await expect(approveNow(team.edith, claimId)).rejects.toThrow('1 discussion is open.')
    const other = (await submittedClaim(team)).claimId
    await approveNow(team.edith, other)
    await startThread(team.oleh, other, { on: 'claim', words: 'Really?' })
    await expect(publishNow(team.edith, other)).rejects.toThrow('1 discussion is open.')
  })

  it('are set by an admin alone, and recorded', async () => {
    await expect(setTeamRules(team.edith, { ...settings({}), seen: '0' })).rejects.toThrow('Your role')
    const { seq } = await setTeamRules(team.ada, { ...settings({ 'quorum.minimum': '2' }), seen: '0' })
    const { claimId } = await submittedClaim(team)
    await approveNow(team.edith, claimId)
    expect(await stageOf(claimId)).toBe('in-review')
    await expect(publishNow(team.edith, claimId)).rejects.toThrow('1 editor approved exactly this; it takes 2.')
    await expect(approveNow(team.edith, claimId)).rejects.toThrow('You approved exactly this already')
    await approveNow(team.emil, claimId)
    expect(await stageOf(claimId)).toBe('approved')
    await publishNow(team.edith, claimId)
    await setTeamRules(team.ada, { ...settings({}), seen: String(seq) })
  })
})

describe('what readers get', () => {
  it('is shown to the team before, made of the same form', async () => {
    const { claimId } = await submittedClaim(team)
    const { claim, team: page } = await previewOf(team.oleh, claimId)
    expect(claim.form).toEqual((await contentNow(team.mara, claimId)).form)
    expect([page.publisher, claim.number, claim.approvers]).toEqual(['The Desk', 1, { names: [] }])
    await approveNow(team.edith, claimId)
    expect((await previewOf(team.mara, claimId)).claim.approvers).toEqual({ names: ['Edith'] })
    const stranger = await desk(own.server)
    await expect(previewOf(stranger.edith, claimId)).rejects.toThrow('This claim does not exist.')
  })

  it('all that is approved of a report goes out at once, or none of it', async () => {
    const { reportId, claimId } = await submittedClaim(team)
    const { id: twin } = await makeClaim(team.mara, reportId, { edition: '1', start: '0', end: '11' })
    await checkAndSubmit(team, twin, 'Both say so.')
    const hashes = [await approveNow(team.edith, claimId), await approveNow(team.edith, twin)]
    const claims = [claimId, twin].map((id, index) => `${id}:${hashes[index]}`)
    await typeIn(own.server, team.oleh, twin, (text) => text.insert(0, 'x'))
    const publish = () => publishClaims(team.edith, reportId, { claims }, async () => [])
    await expect(publish()).rejects.toThrow('changed since you looked')
    expect((await contentNow(team.mara, claimId)).publications).toEqual([])
    await typeIn(own.server, team.oleh, twin, (text) => text.delete(0, 1))
    await publish()
    const slugs = await Promise.all(
      [claimId, twin].map(async (id) => (await contentNow(team.mara, id)).publications[0]?.slug),
    )
    expect(slugs).toEqual(['taxes-rose', 'taxes-rose-2'])
    const elsewhere = await submittedClaim(team)
    const foreign = `${elsewhere.claimId}:${await approveNow(team.edith, elsewhere.claimId)}`
    await expect(publishClaims(team.edith, reportId, { claims: [foreign] }, async () => [])).rejects.toThrow(
      'not exist',
    )
  })

  it('is numbered; another form of it needs a correction', async () => {
    const { reportId, claimId } = await submittedClaim(team)
    await approveNow(team.edith, claimId)
    await publishNow(team.edith, claimId)
    await reopenClaim(team.mara, claimId, { reason: 'A letter is wrong.' })
    await typeIn(own.server, team.mara, claimId, (text) => text.insert(0, 'Almost all '))
    await submitClaim(team.mara, claimId, {})
    const correctFirst = 'Take it up again and write a correction first'
    const whyNot = async () => (await reviewView(team.edith, reportId, claimId)).open?.whyNot['claim.publish']
    // Said before somebody approves in vain.
    expect(await whyNot()).toMatch(correctFirst)
    await approveNow(team.edith, claimId)
    expect(await whyNot()).toMatch(correctFirst)
    await expect(publishNow(team.edith, claimId)).rejects.toThrow(correctFirst)
    await reopenClaim(team.mara, claimId, { reason: 'It needs a correction.' })
    const correction = { wrong: 'We said all.', now: 'Almost all.', why: 'A table was misread.', since: '2025-05-24' }
    await correctClaim(team.mara, claimId, correction)
    await submitClaim(team.mara, claimId, {})
    await approveNow(team.edith, claimId)
    expect(await whyNot()).toBeNull()
    await publishNow(team.edith, claimId)
    const { publications } = await contentNow(team.mara, claimId)
    expect(publications.map(({ number }) => number)).toEqual([1, 2])
    expect(publications[1]?.form).toContain('A table was misread.')
    expect(new Set(publications.map(({ slug }) => slug)).size).toBe(1)
  })

  it('waits for a moment that is still to come, never for one that is past', async () => {
    const { claimId } = await submittedClaim(team)
    await approveNow(team.edith, claimId)
    const past = { visibleFrom: new Date(Date.now() - 60_000).toISOString() }
    await expect(publishNow(team.emil, claimId, past)).rejects.toMatchObject({
      fields: { visibleFrom: expect.stringContaining('is past') },
    })
    expect(await stageOf(claimId)).toBe('approved')
  })

  it('is taken back in public before it is withdrawn', async () => {
    const { claimId } = await submittedClaim(team)
    await approveNow(team.edith, claimId)
    await publishNow(team.edith, claimId)
    await expect(withdrawClaim(team.mara, claimId, { reason: 'Gone.' })).rejects.toThrow('Take it back in public first')
    await expect(retractClaim(team.edith, claimId, { how: 'retracted', note: '' })).rejects.toThrow('Say in public')
    await retractClaim(team.edith, claimId, { how: 'retracted', note: 'The source was forged.' })
    await withdrawClaim(team.mara, claimId, { reason: 'Gone.' })
  })

  it('waits for words that are not saved, or for a reason to go on without them', async () => {
    const { claimId } = await submittedClaim(team)
    const hash = await approveNow(team.edith, claimId)
    const unsaved = async () => [{ claimId, personId: team.oleh.actor.personId, name: 'Oleh' }]
    await expect(publishClaim(team.edith, claimId, { hash }, unsaved)).rejects.toThrow(
      'Words of Oleh are not saved yet',
    )
    await publishClaim(team.edith, claimId, { hash, note: 'He is on a train.' }, unsaved)
    const { publications } = await contentNow(team.mara, claimId)
    expect(publications[0]).toMatchObject({ unsaved: [team.oleh.actor.personId], note: 'He is on a train.' })
  })
})

it('what was approved before it was returned counts no more', async () => {
  const { claimId } = await submittedClaim(team)
  await approveNow(team.edith, claimId)
  await expect(returnClaim(team.edith, claimId, { comment: ' ' })).rejects.toThrow('Say what is to be done')
  await returnClaim(team.edith, claimId, { comment: 'Ask the ministry.' })
  expect((await contentNow(team.mara, claimId)).claim).toMatchObject({
    stage: 'checking',
    returnNote: 'Ask the ministry.',
  })
  await submitClaim(team.mara, claimId, {})
  await expect(publishNow(team.edith, claimId)).rejects.toThrow('0 editors approved exactly this')
})
