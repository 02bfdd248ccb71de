import type { Context } from '#server/context.ts'
import { commitTexts, insertClient, loadClaim } from '#server/realtime/store.ts'
import { Desk } from './typists.ts'

let letters = 0x4e00

/** People type and delete in the notes of a claim in turns of a few edits, each of which is recorded by itself. */
export async function recordTyping(
  people: readonly Context[],
  claimId: string,
  { edits, random }: { readonly edits: number; readonly random: (below: number) => number },
): Promise<void> {
  const [first] = people
  if (!first) return
  const loaded = await loadClaim(first.db, claimId, 'start')
  const desk = new Desk(loaded.updates)
  for (const { db, actor } of people) {
    const { personId, sessionId } = actor
    const typist = desk.seat(personId, await insertClient(db, { claimId, personId, sessionId }))
    for (const update of loaded.updates) typist.hear(update)
  }
  let base = loaded.seq
  for (let done = 0; done < edits;) {
    const turn = random(people.length)
    const [ctx, typist] = [people[turn] ?? first, desk.typists[turn]]
    for (let step = 1 + random(12); step > 0; step -= 1) {
      const before = desk.history.length
      if (random(5) === 0) typist?.delete(random)
      else typist?.type(String.fromCharCode((letters += 1)), random)
      for (const { payload: update } of desk.history.slice(before)) {
        const { teamId, personId, sessionId } = ctx.actor
        const place = { claimId, teamId, base, erasedUpTo: 0, personId, sessionId }
        base =
          (await commitTexts(ctx, [{ ...place, update, texts: desk.doc.committedTexts() }])).entries[0]?.seq ?? base
        done += 1
      }
    }
  }
  for (const typist of desk.typists) typist.end()
}
