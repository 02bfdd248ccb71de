import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Address } from '#db/client.ts'
import type { Actor } from '#server/policy/can.ts'

/** Where a server can be told to die, on its way from an edit to its acknowledgement and to a snapshot. */
export const moments = [
  'before a commit',
  'within a commit',
  'between commit and acknowledgement',
  'within a snapshot',
] as const
export type Moment = (typeof moments)[number]

/** What a test tells the process: to say how long its event loop was held, or to die at a moment. */
export type Order = 'turn' | { readonly dieAt: Moment }

/** A server of rooms in a process of its own. */
export interface RoomsProcess {
  readonly url: string
  readonly port: number
  /** For how many milliseconds its own work held its event loop at most since this was last asked. */
  longestTurn(): Promise<number>
  /** Whether it still runs. */
  isAlive(): boolean
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  /** Has it end itself in the same way the next time it comes to this moment. */
  dieAt(moment: Moment): void
  /** Ends it in order. */
  stop(): Promise<void>
}

/** Starts one on this database; `pause` holds each commit back for up to so many milliseconds. */
export async function startRooms(given: {
  address: Address
  people: readonly Actor[]
  pause: number
  port?: number
}): Promise<RoomsProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'tests/faults/rooms-child.ts', JSON.stringify({ port: 0, ...given })],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  )
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
  })
  return {
    url,
    port: Number(new URL(url).port),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
    dieAt: (dieAt) => void child.send({ dieAt } satisfies Order),
    async longestTurn() {
      const answer = once(child, 'message')
      child.send('turn' satisfies Order)
      const [longest] = (await answer) as [number]
      return longest
    },
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}
