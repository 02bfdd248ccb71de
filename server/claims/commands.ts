import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { change, record, recordOne, type Change, type Stands } from '../history/commands.ts'
import { textKind } from '../history/entry.ts'
import { lockHead } from '../history/store.ts'
import { keepTyped } from '../history/store/words.ts'
import { parse } from '../inputs.ts'
import { can } from '../policy/can.ts'
import { firstWords } from '../realtime/first-words.ts'
import { insertClient } from '../realtime/store.ts'
import { cutterOf } from '../reports/queries.ts'
import type { ClaimCommand } from './claim.ts'
import {
  appearInput,
  assignmentInput,
  beginInput,
  classifyInput,
  describeInput,
  dueInput,
  figureInput,
  relationInput,
  stageInput,
  withdrawFigureInput,
  withdrawInput,
  withdrawPassageInput,
  withdrawRelationInput,
} from './inputs.ts'
import { whyNotBeside } from './relation.ts'
import { claims, claimsOf, lastPosition, numbersOf, placeOf, saveTexts } from './store.ts'

/** How many claims are made in one transaction: whoever types in the same team waits for no more than these. */
const madeAtOnce = 3

/** Makes a claim on words of a report; its statement begins as those words, or as the one given, written by the maker. */
export async function makeClaim(ctx: Context, reportId: string, input: unknown): Promise<{ id: string }> {
  const [id = ''] = await makeClaims(ctx, reportId, [input])
  return { id }
}

/** The same for many, in their order, a few at a time: each is made or not, and none when any of the words are not right. */
export async function makeClaims(ctx: Context, reportId: string, inputs: readonly unknown[]): Promise<string[]> {
  const wordsOf = await cutterOf(ctx, reportId)
  const begun = inputs.map((input) => {
    const passage = { id: ctx.newId(), ...wordsOf(input) }
    return { passage, statement: parse(beginInput, input).statement || passage.quote }
  })
  const ids: string[] = []
  for (let start = 0; start < begun.length; start += madeAtOnce) {
    const first = (await lastPosition(ctx.db, reportId)) + 1
    const changes = begun.slice(start, start + madeAtOnce).flatMap(({ passage, statement }, index) => {
      const id = ctx.newId()
      ids.push(id)
      const make = change(claims, id, { kind: 'claim.make', reportId, position: first + index, passage })
      return [make, firstStatement(ctx, id, statement)]
    })
    await record(ctx, ...changes)
  }
  return ids
}

/** The words with which somebody begins a claim's statement. */
export function firstStatement(ctx: Context, claimId: string, words: string): Change {
  const statement = words.replaceAll(/\s+/gu, ' ').slice(0, 2_000)
  const { teamId, personId, sessionId } = ctx.actor
  return {
    subject: { type: 'claim', id: claimId },
    permission: textKind,
    async prepare(tx) {
      const clientId = await insertClient(tx, { claimId, personId, sessionId })
      return {
        payload: firstWords(clientId, 'statement', statement),
        async save(entry) {
          await saveTexts(tx, { claimId, teamId, seq: entry.seq }, { statement, analysis: '', notes: '' })
          await keepTyped(tx, { entries: [entry], before: {}, after: { statement }, base: 0 })
        },
      }
    },
  }
}

/** Records who said it, when, where and in which language. */
export async function describeClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return deed(ctx, id, { kind: 'claim.describe', ...parse(describeInput, input) })
}

/** Records where and when the claim appeared first. */
export async function setAppearance(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return deed(ctx, id, { kind: 'claim.appear', ...parse(appearInput, input) })
}

/** Sets a claim's kind, priority and tags. */
export async function classifyClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return deed(ctx, id, { kind: 'claim.classify', ...parse(classifyInput, input) })
}

/** Says until when a claim is to be checked. */
export async function setDueDate(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return deed(ctx, id, { kind: 'claim.due', ...parse(dueInput, input) })
}

/** Gives a claim to a member who may write in it. */
export async function assignClaim(ctx: Context, id: string, input: unknown): Promise<void> {
  const { personId } = parse(assignmentInput, input)
  const give = change(claims, id, { kind: 'assignment.give', personId })
  await record(ctx, {
    ...give,
    async prepare(tx, teamId) {
      const prepared = await give.prepare(tx, teamId)
      // Behind the lock of the head nobody loses the right before this entry stands.
      await lockHead(tx, teamId, ctx.now())
      const roles = (await ctx.rolesAmong(tx, teamId, [personId])).get(personId) ?? []
      if (!can({ roles }, textKind)) {
        throw new Problem('invalid', 'Only a member who may check claims can be assigned.')
      }
      return prepared
    },
  })
}

/** Takes a claim off somebody. */
export async function withdrawAssignment(ctx: Context, id: string, input: unknown): Promise<void> {
  await deed(ctx, id, { kind: 'assignment.withdraw', ...parse(assignmentInput, input) })
}

/** Ends a claim without deleting it. */
export async function withdrawClaim(ctx: Context, id: string, input: unknown): Promise<void> {
  await deed(ctx, id, { kind: 'claim.withdraw', ...parse(withdrawInput, input) })
}

/** Takes a withdrawn claim back in. */
export async function restoreClaim(ctx: Context, id: string, _input: unknown): Promise<void> {
  await deed(ctx, id, { kind: 'claim.restore' })
}

/** Begins with checking a claim, or puts it back among the open ones. */
export async function changeStage(ctx: Context, id: string, input: unknown): Promise<void> {
  const { to } = parse(stageInput, input)
  await deed(ctx, id, { kind: 'claim.stage', to })
}

/** Ties a claim to more words of its report. */
export async function addPassage(ctx: Context, id: string, input: unknown): Promise<void> {
  const { reportId } = await placeInTeam(ctx, id)
  await deed(ctx, id, { kind: 'passage.add', passage: await cut(ctx, reportId, input) })
}

export async function withdrawPassage(ctx: Context, id: string, input: unknown): Promise<void> {
  await deed(ctx, id, { kind: 'passage.withdraw', ...parse(withdrawPassageInput, input) })
}

/** Adds a figure, or changes the one named. */
export async function setFigure(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const { figureId, seen, ...rest } = parse(figureInput, input)
  return deed(ctx, id, { kind: 'figure.set', figure: { id: figureId || ctx.newId(), ...rest }, seen })
}

export async function withdrawFigure(ctx: Context, id: string, input: unknown): Promise<void> {
  await deed(ctx, id, { kind: 'figure.withdraw', ...parse(withdrawFigureInput, input) })
}

/** States how this claim and others of its report, by their figures, belong together. */
export async function addRelation(ctx: Context, id: string, input: unknown): Promise<void> {
  const { kind, figureId, parts, note } = parse(relationInput, input)
  const { reportId } = await placeInTeam(ctx, id)
  await record(ctx, {
    subject: { type: 'claim', id },
    // Circles run over any claims of a report, so its relations are added one after another.
    alongside: [{ type: 'report', id: reportId }],
    permission: 'relation.add',
    async prepare(tx, teamId) {
      const siblings = await claimsOf(tx, reportId)
      const { figures, relations } = await numbersOf(tx, reportId)
      if (!parts.every(({ claimId }) => siblings.some((each) => each.id === claimId && !each.withdrawn)))
        throw notThese('A relation is between claims of this report that are not withdrawn. Choose others.')
      const chosen = (claimId: string, wanted: string) =>
        kind === 'depends-on' ? '' : chosenFigure(figures, claimId, wanted)
      const stated = {
        kind,
        figureId: chosen(id, figureId),
        parts: parts.map(({ claimId }) => claimId),
        partFigures: parts.map((part) => chosen(part.claimId, part.figureId)),
      }
      const refused = whyNotBeside(relations, { claimId: id, ...stated })
      if (refused) throw notThese(refused)
      const command = { kind: 'relation.add', relation: { id: ctx.newId(), ...stated, note } } as const
      return change(claims, id, command).prepare(tx, teamId)
    },
  })
}

const notThese = (sentence: string) => new Problem('invalid', sentence, { parts: sentence })

/** The figure that was chosen, else the first of the claim; empty for a claim without any. */
function chosenFigure(figures: readonly { id: string; claimId: string }[], claimId: string, wanted: string): string {
  const own = figures.filter((figure) => figure.claimId === claimId)
  if (wanted === '') return own[0]?.id ?? ''
  if (own.some(({ id }) => id === wanted)) return wanted
  throw notThese('A figure that you chose is not in that claim any more. Choose another.')
}

export async function withdrawRelation(ctx: Context, id: string, input: unknown): Promise<void> {
  await deed(ctx, id, { kind: 'relation.withdraw', ...parse(withdrawRelationInput, input) })
}

const deed = (ctx: Context, id: string, command: ClaimCommand): Promise<Stands> =>
  recordOne(ctx, change(claims, id, command))

async function placeInTeam(ctx: Context, id: string) {
  const place = await placeOf(ctx.db, id)
  if (place?.teamId !== ctx.actor.teamId) throw new Problem('not-found', 'This claim does not exist.')
  return place
}

async function cut(ctx: Context, reportId: string, input: unknown) {
  return { id: ctx.newId(), ...(await cutterOf(ctx, reportId))(input) }
}
