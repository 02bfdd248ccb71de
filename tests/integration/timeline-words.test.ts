/* What is found of a history by the words that were said and typed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeClaim } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { catchUp } from '#server/history/follower.ts'
import { timeline } from '#server/history/queries.ts'
import { textEditsOf } from '#server/history/store.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import { createReport } from '#server/reports/commands.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { pastFrom, teamOf, Writing, type Past } from '#tests/support/past.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

let database: FreshDatabase
let past: Past
let ann: Context
let bob: Context
let claimId: string

beforeAll(async () => {
  database = await freshDatabase()
  past = pastFrom(systemOver(database.app.db), '2026-03-27T20:00:00Z')
  const people = await teamOf(past.system, 'Desk', { Ann: ['checker'], Bob: ['checker'] })
  ;[ann, bob] = people as [Context, Context]
  const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text: 'Taxes rose.' }
  const { id } = await createReport(ann, report)
  claimId = (await makeClaim(ann, id, { edition: '1', start: '0', end: '11' })).id
})
afterAll(() => database.drop())

it('words are found that were typed letter by letter, changed or said, in any script', async () => {
  const writing = new Writing(past.system, claimId)
  writing.begin((await textEditsOf(past.system.db, claimId)).map(({ payload }) => payload))
  past.pass(600)
  for (const letter of ' zażółć 390 שלום')
    await writing.write(ann.actor, 'notes', (notes) => notes.insert(notes.length, letter))
  past.pass(600)
  await writing.write(bob.actor, 'notes', (notes) => {
    const at = notes.toString().indexOf('390')
    notes.delete(at + 1, 1)
    notes.insert(at + 1, '8')
  })
  await startThread(bob, claimId, { on: 'claim', words: 'Ｗhy not 390, ZAZOLC?' })
  const saying = async (words: string, more: { person?: string } = {}) =>
    (await timeline(ann, { claimId, ...more, words })).items.map(({ person, sentence }) => `${person} ${sentence}`)
  expect(await saying('390')).toEqual([
    'Bob commented on the claim',
    'Bob changed the notes, removing words of Ann',
    'Ann wrote the notes',
  ])
  expect(await saying('380')).toEqual(['Bob changed the notes, removing words of Ann'])
  expect(await saying('Zazolc 390 ')).toEqual(['Bob commented on the claim', 'Ann wrote the notes'])
  expect(await saying('שָׁלוֹם')).toEqual(['Ann wrote the notes'])
  expect(await saying('שלום', { person: bob.actor.personId })).toEqual([])
  // What she typed on the way is no word.
  expect(await saying('zazol')).toEqual([])
})

it('what several people typed in one commit is found under whoever typed it only', async () => {
  const writing = new Writing(past.system, claimId)
  writing.begin((await textEditsOf(past.system.db, claimId)).map(({ payload }) => payload))
  past.pass(600)
  await writing.writeTogether([
    { actor: ann.actor, name: 'notes', edit: (notes) => notes.insert(0, 'turbot ') },
    { actor: bob.actor, name: 'notes', edit: (notes) => notes.insert(0, 'plaice ') },
  ])
  const saying = async (words: string) => {
    const { items } = await timeline(ann, { claimId, words })
    return items.map(({ person, sentence }) => `${person} ${sentence}`)
  }
  expect(await saying('turbot')).toEqual(['Ann changed the notes'])
  expect(await saying('plaice')).toEqual(['Bob changed the notes'])
  expect(await saying('plaice turbot')).toEqual([])
})

it('a word too long to be kept whole is not cut through a letter, which would end all telling', async () => {
  const writing = new Writing(past.system, claimId)
  writing.begin((await textEditsOf(past.system.db, claimId)).map(({ payload }) => payload))
  past.pass(600)
  const long = `z${'\u{10428}'.repeat(40)}`
  await writing.write(ann.actor, 'notes', (notes) => notes.insert(0, `${long} `))
  await startThread(bob, claimId, { on: 'claim', words: `What is ${long}?` })
  const found = async () => (await timeline(ann, { claimId, words: long })).items.map(({ person }) => person)
  expect(await found()).toEqual(['Bob', 'Ann'])
  // Told again, as what was typed goes on.
  await writing.write(ann.actor, 'notes', (notes) => notes.insert(0, 'haddock '))
  await writing.write(ann.actor, 'notes', (notes) => notes.delete(8, long.length))
  expect(await catchUp(past.system.db, ann.actor.teamId)).toBeNull()
  const [finding] = await verifyHistory(database.owner.db, nouns)
  expect(finding?.difference).toBeNull()
})

it('what is too much for one piece of the timeline is told the same, whenever it is told', async () => {
  const { db } = database.app
  const writing = new Writing(past.system, claimId)
  writing.begin((await textEditsOf(db, claimId)).map(({ payload }) => payload))
  past.pass(600)
  await writing.write(ann.actor, 'analysis', (text) => text.insert(0, '.'.repeat(500)))
  past.pass(600)
  const scatter = async (from: number, to: number) => {
    for (let at = from; at < to; at += 1) await writing.write(bob.actor, 'analysis', (text) => text.insert(at * 3, 'x'))
  }
  const goOn = () => writing.write(ann.actor, 'statement', (text) => text.insert(0, 'so '))
  await scatter(1, 140)
  await goOn()
  await scatter(140, 160)
  past.pass(30)
  await scatter(160, 161)
  await goOn()
  await catchUp(db, ann.actor.teamId)
  past.pass(35)
  await scatter(161, 162)
  await catchUp(db, ann.actor.teamId)
  const [finding] = await verifyHistory(database.owner.db, nouns)
  expect(finding?.difference).toBeNull()
}, 120_000)
