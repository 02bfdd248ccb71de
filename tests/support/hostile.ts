import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { answerFrame, awarenessFrame, questionFrame, stepOne, updateFrame } from '#server/realtime/frames.ts'
import { laterEditOf, nestedBy, presenceOf, typedBy } from './edits.ts'

type Random = (below: number) => number

/** What an attacker knows: the text as it is, frames seen before, and the ids of itself and of somebody else. */
export interface Loot {
  readonly state: Uint8Array
  readonly seen: readonly Uint8Array[]
  readonly own: number
  readonly foreign: number
}

const numbers = (...counts: number[]) =>
  encoding.encode((encoder) => counts.forEach((n) => encoding.writeVarUint(encoder, n)))

function edit(client: number, { state }: Pick<Loot, 'state'>, write: (text: Y.Text) => void): Uint8Array {
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, state)
  doc.clientID = client
  const before = Y.encodeStateVector(doc)
  doc.transact(() => write(doc.getText('notes')))
  const update = Y.encodeStateAsUpdate(doc, before)
  doc.destroy()
  return update
}

/** One struct of any kind at any clock (yjs encoding of updates, V1): 0 GC, 10 skip, 1 deleted text. */
const struct = (info: number, client: number, clock: number, length: number) =>
  encoding.encode((encoder) => {
    for (const n of [1, 1, client, clock, info]) encoding.writeVarUint(encoder, n)
    if (info === 1) {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, 'notes')
    }
    encoding.writeVarUint(encoder, length)
    encoding.writeVarUint(encoder, 0)
  })

/** Every way to attack a room that this file knows, as frames. */
export const attacks: Readonly<Record<string, (loot: Loot, random: Random) => Uint8Array>> = {
  'a gap': ({ own }) => updateFrame(laterEditOf(own)),
  'foreign text': ({ foreign }) => updateFrame(typedBy(foreign)),
  'text under an id that nobody has': (_, random) => updateFrame(typedBy(900_000 + random(1_000))),
  'an unknown root': ({ own }, random) => updateFrame(typedBy(own, ['verdict', '', '__proto__', 'stage'][random(4)])),
  'a nested type': ({ own }) => updateFrame(nestedBy(own)),
  'a format': (loot) => updateFrame(edit(loot.own, loot, (text) => text.insert(0, 'bold', { bold: true }))),
  'a burnt clock': ({ own }, random) => updateFrame(struct(1, own, 0, 2 ** (20 + random(33)))),
  'a garbage struct': ({ own }, random) => updateFrame(struct(0, own, 0, 1 + random(1_000_000))),
  'a skip': ({ own }, random) => updateFrame(struct(10, own, 0, 1 + random(1_000))),
  'deletions of what is not there': ({ foreign }, random) =>
    updateFrame(numbers(0, 1, foreign, 1, 1_000_000 + random(1_000), 5)),
  'a flood of deletions': ({ foreign }, random) => {
    const ranges = Array.from({ length: 2_000 + random(20_000) }, (_, index) => [index * 2, 1]).flat()
    return updateFrame(numbers(0, 1, foreign, ranges.length / 2, ...ranges))
  },
  'more clients than there are': (_, random) => updateFrame(numbers(2 ** (10 + random(20)), 1, 1, 0)),
  'a huge state vector': (_, random) =>
    stepOne(numbers(500, ...Array.from({ length: 1_000 }, () => random(1_000_000)))),
  'an unreadable state vector': (_, random) => stepOne(numbers(2 ** 30, random(100))),
  'presence of others': ({ foreign }) =>
    awarenessFrame(presenceOf(foreign, { user: { name: 'Somebody' }, cursor: {} })),
  'presence that is no JSON': ({ own }) =>
    awarenessFrame(
      encoding.encode((encoder) => {
        for (const n of [1, own, 1]) encoding.writeVarUint(encoder, n)
        encoding.writeVarString(encoder, '{"__proto__":')
      }),
    ),
  'an answer to what nobody asked': (_, random) => answerFrame(random(1_000), random(2) === 0),
  'an answer of neither yes nor no': (_, random) => numbers(104, random(10), 2 + random(2 ** 30)),
  'an answer to a question of no number': (_, random) => Uint8Array.of(104, ...Array<number>(20).fill(255), random(2)),
  'an answer cut short': (_, random) => numbers(104, random(10)),
  'a question of its own': ({ own }) => questionFrame(own, 'claim'.repeat(1_000)),
  'an unknown message': (_, random) => numbers(2 + random(200), random(5)),
  'an unknown step': (_, random) => numbers(0, 3 + random(100), 0),
  nothing: () => new Uint8Array(0),
  noise: (_, random) => Uint8Array.from({ length: 1 + random(200) }, () => random(256)),
  'a frame that was seen before': ({ seen }, random) => seen[random(seen.length)] ?? new Uint8Array([0]),
  'a frame cut short': ({ seen }, random) => {
    const frame = seen[random(seen.length)] ?? new Uint8Array([0, 2, 2, 0, 0])
    return frame.slice(0, random(frame.length))
  },
  'a frame with flipped bits': (loot, random) => {
    const frame = updateFrame(edit(loot.own, loot, (text) => text.insert(random(text.length + 1), 'honest')))
    for (let flips = 1 + random(4); flips > 0; flips -= 1) {
      const at = 2 + random(frame.length - 2)
      frame[at] = (frame[at] ?? 0) ^ (1 << random(8))
    }
    return frame
  },
}
