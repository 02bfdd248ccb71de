import { expect, it } from 'vitest'
import { Desk, randomOf } from '#tests/support/typists.ts'
import { Authorship } from './authorship.ts'
import { textNames } from './protocol.ts'
import { startReplay } from './replay.ts'
import { stepsOf } from './steps.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? 1)

/** Three people, one of whom comes and goes, who type, take away, move, undo and redo. */
function written(number: number): Desk {
  const random = randomOf(number)
  const desk = new Desk()
  const people = ['ann', 'bob', 'cid'].map((name, index) => desk.seat(name, index + 1))
  for (let step = 0; step < 80; step += 1) {
    const typist = people[random(3)] ?? people[0]!
    const what = random(12)
    if (what < 5) typist.type('abc'.slice(random(3)), random)
    else if (what < 7) typist.delete(random)
    else if (what < 8) typist.cut(random)
    else if (what < 9) typist.paste(random)
    else if (what < 10) typist.again('undo')
    else if (what < 11) typist.again('redo')
    else if (typist.isOnline) typist.leave()
    else typist.come()
  }
  for (const typist of people) if (!typist.isOnline) typist.come()
  for (const typist of people) typist.end()
  return desk
}

it(`tells of every edit what Yjs tells while it makes it (PLUMBLINE_SEED=${seed})`, () => {
  for (let number = seed; number < seed + 60; number += 1) {
    const { history } = written(number)
    const [authorship, replay] = [new Authorship(), startReplay()]
    const made = history.map((edit) => {
      authorship.apply(edit)
      const { edits } = replay.apply(edit.payload)
      expect(authorship.changed).toEqual(textNames.filter((name) => edits.some((each) => each.name === name)))
      return edits.find(({ name }) => name === 'notes')?.steps ?? []
    })
    const all = authorship.stepsOf('notes', 0)
    expect(
      history.map((_, index) => all.get(index + 1) ?? []),
      `history ${number}`,
    ).toEqual(made)
    const half = Math.floor(history.length / 2)
    expect(authorship.stepsOf('notes', half), `history ${number}, its second half`).toEqual(
      new Map([...all].filter(([edit]) => edit > half)),
    )
    authorship.end()
    replay.end()
  }
})

it('tells nothing of what came and went at once', () => {
  const life = (letter: string, placed: number, deleted = Infinity) => ({ letter, placed, deleted })
  const lives = [life('3', 1), life('9', 1, 2), life('x', 2, 2), life('8', 2), life('0', 1)]
  expect([...stepsOf(lives, 0)]).toEqual([
    [1, [{ insert: '390' }]],
    [2, [{ retain: 1 }, { delete: 1 }, { insert: '8' }]],
  ])
})
