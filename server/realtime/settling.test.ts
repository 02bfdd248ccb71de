import { beforeEach, expect, it } from 'vitest'
import { hearAnswer, type Connection } from './connection.ts'
import { ReportRoom } from './report-room.ts'
import { ClaimRoom } from './room.ts'
import { Settling } from './settling.ts'

/** Runs in the order of time, which goes on as the test says and may be set back. */
class Clock {
  time = 0
  due: { at: number; run: () => void }[] = []

  now(): number {
    return this.time
  }

  later(milliseconds: number, run: () => void): void {
    this.due.push({ at: this.time + milliseconds, run })
  }

  /** Lets what is due next happen, `late` ms after its time. */
  async next(late = 0): Promise<void> {
    const [next] = this.due.splice(0, 1)
    this.time = (next?.at ?? this.time) + late
    next?.run()
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
}

let clock: Clock
let room: ClaimRoom

beforeEach(() => {
  clock = new Clock()
  const keeper = { onWaiting() {}, onRefused() {} }
  room = new ClaimRoom({ claimId: 'c', teamId: 't' }, { updates: [], seq: 0, tail: 0, erasedUpTo: 0 }, clock, keeper)
})

function connected(clientId: number | null): Connection {
  const actor = { personId: 'ann', name: 'Ann', teamId: 't', roles: ['checker'] as const, sessionId: 's' }
  const socket = { clientId, tellsAs: null, presenceId: 0, caughtUp: false, durable: 0, waitingBytes: 0, keepsUp: true }
  return { actor, ...socket, questions: new Map(), close() {}, send() {} }
}

function settle(patience: number) {
  const rooms = { claim: () => room, reports: () => [] as ReportRoom[] }
  const settling = new Settling(1, ['c', 'c'], rooms, clock).settle(patience)
  const result = { missing: null as readonly unknown[] | null }
  void settling.then((missing) => (result.missing = missing))
  return result
}

const missing = [{ claimId: 'c', personId: 'ann', name: 'Ann' }]

it('is over at once without a timer where nobody writes', async () => {
  room.join(connected(null))
  const result = settle(10_000)
  await clock.next()
  expect([result.missing, clock.due]).toEqual([[], []])
})

it('leaves no timer and no question behind, whether it was answered or not', async () => {
  const [first, second] = [connected(7), connected(8)]
  room.join(first)
  room.join(second)
  const result = settle(10_000)
  expect([first.questions.size, second.questions.size, clock.due.length]).toEqual([1, 1, 1])
  hearAnswer(first, 1, true)
  await clock.next()
  expect([result.missing, clock.due.length]).toEqual([null, 1])
  while (result.missing === null) await clock.next()
  expect(result.missing).toEqual(missing)
  expect([first.questions.size, second.questions.size, clock.due.length]).toEqual([0, 0, 0])
  expect(clock.time).toBe(10_000)
})

it('takes no longer than its patience where every look comes late, or the time of day is set back', async () => {
  room.join(connected(7))
  const late = settle(1_000)
  while (late.missing === null) await clock.next(90)
  expect(clock.time).toBeLessThan(1_000 + 115)
  const back = settle(1_000)
  let looks = 0
  for (; back.missing === null; looks += 1) {
    await clock.next()
    clock.time = 0
    for (const each of clock.due) each.at = 25
  }
  expect(looks).toBe(40)
  expect(back.missing).toEqual(missing)
})
