import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { Authorship } from '#server/realtime/authorship.ts'
import { handMade, type HandMadePart } from '#tests/support/hand-made.ts'
import { Desk } from '#tests/support/typists.ts'

const [ann, eve] = [1, 2]
const id = Y.createID
/** How long the history of a few frames may take to tell, in milliseconds; each took longer than that once. */
const patience = 4_000

/** Who wrote what, and whose words the last edit put back. */
function told(desk: Desk) {
  const authorship = new Authorship()
  const touched = desk.history.map((edit) => authorship.apply(edit)('notes'))
  const runs = authorship.runsOf('notes').map(({ text, writer }) => `${writer}: ${text}`)
  authorship.end()
  return { runs, restored: touched.at(-1)?.restored }
}

function toldInTime(desk: Desk): void {
  const [begun, heap] = [performance.now(), process.memoryUsage().heapUsed]
  told(desk)
  expect(performance.now() - begun).toBeLessThan(patience)
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(200_000_000)
}

it('text that came deleted and puts itself back, again and again, is told in time', () => {
  const desk = new Desk()
  desk.send('ann', ann, handMade(id(ann, 0), [{ content: 'xy' }]))
  const single = (_: unknown, at: number): HandMadePart => ({
    content: 1,
    left: id(ann, 0),
    right: at === 0 ? id(ann, 1) : id(eve, at - 1),
  })
  const parts = Array.from({ length: 4_000 }, single)
  for (let at = 0; at < 4_000; at += 1_000) {
    desk.send('eve', eve, handMade(id(eve, at), parts.slice(at, at + 1_000)))
  }
  let clock = 4_000
  for (let frame = 0; frame < 14; frame += 1) {
    const content = Math.min(clock, 1_000_000)
    desk.send('eve', eve, handMade(id(eve, clock), [{ content, left: id(ann, 0), right: id(eve, clock - content) }]))
    clock += content
  }
  toldInTime(desk)
})

it('a deletion of much, and of many single letters before it, is told in time', () => {
  const desk = new Desk()
  const much = 390_000
  desk.send('eve', eve, handMade(id(eve, 0), [{ content: 'x'.repeat(much) }]))
  desk.send('eve', eve, handMade(id(eve, much), [{ content: 'ab'.repeat(50), right: id(eve, 0) }]))
  const singles = Array.from({ length: 50 }, (_, at) => [eve, much + 2 * at, 1] as const)
  desk.send('eve', eve, handMade(id(eve, 0), [], [[eve, 0, much], ...singles]))
  toldInTime(desk)
})

it('many parts that may each put back what went unheard are told in time', () => {
  const desk = new Desk()
  const right = id(eve, 1)
  desk.send('eve', eve, handMade(id(eve, 0), [{ content: 'x' }]))
  desk.send('eve', eve, handMade(id(eve, 1), [{ content: 1_000, left: id(eve, 0) }]))
  const text = 'abcdefghijklmnopqrs'.repeat(10)
  let clock = 1_001
  for (let frame = 0; frame < 20; frame += 1) {
    const start = id(eve, clock)
    const parts: HandMadePart[] = []
    for (const content of [100, ...Array.from({ length: 80 }, () => [text, 1]).flat()]) {
      parts.push({ content, left: parts.length === 0 ? id(eve, 0) : id(eve, clock - 1), right })
      clock += typeof content === 'string' ? content.length : content
    }
    desk.send('eve', eve, handMade(start, parts))
  }
  toldInTime(desk)
})

it('nobody makes a sentence of somebody else’s letters by putting each where one like it was deleted', () => {
  const desk = new Desk()
  const letters = 'Sphinx of black quartz, judge my vow. The mayor asked them. '
  desk.send('ann', ann, handMade(id(ann, 0), [{ content: letters }]))
  desk.send('ann', ann, handMade(id(ann, 60), [], [[ann, 0, letters.length]]))
  const forged = Array.from('the mayor took bribes', (content, at): HandMadePart => {
    const left = at === 0 ? null : id(eve, at - 1)
    return { content, left, right: id(ann, letters.indexOf(content)) }
  })
  desk.send('eve', eve, handMade(id(eve, 0), forged))
  const { runs, restored } = told(desk)
  expect(runs.map((run) => run.slice(0, 4))).toEqual(['eve:'])
  expect(restored).toEqual([])
})

it('what is typed before a word that is deleted in the same moment is its typist’s', () => {
  const desk = new Desk()
  desk.send('ann', ann, handMade(id(ann, 0), [{ content: 'Say theory' }]))
  desk.send('ann', ann, handMade(id(ann, 10), [], [[ann, 4, 6]]))
  desk.send('eve', eve, handMade(id(eve, 0), [{ content: 'the', left: id(ann, 3), right: id(ann, 4) }]))
  expect(told(desk)).toEqual({ runs: ['ann: Say ', 'eve: the'], restored: [] })
})
