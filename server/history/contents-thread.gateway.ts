import { Worker } from 'node:worker_threads'
import { packedContents, type Question } from './contents-message.ts'
import type { ContentsReader, ExpectedRows, KnownTeam, WrongContent } from './contents.ts'

/** Reads in a thread of its own: what entries say is about half of the work, and there is more than one processor. */
export function readingInThread(team: KnownTeam): ContentsReader {
  const thread = new Worker(new URL('../contents-thread.mjs', import.meta.url), {
    workerData: team,
    // What Node was started with is for this thread.
    execArgv: [],
    // Of each entry nearly nothing lasts: with less room what it leaves is gone through more often.
    resourceLimits: { maxYoungGenerationSizeMb: 128 },
  })
  const asked: { resolve(answer: unknown): void; reject(error: Error): void }[] = []
  const fail = (error: Error) => {
    for (const { reject } of asked.splice(0)) reject(error)
  }
  let ended: Error | null = null
  thread.on('message', (answer: unknown) => asked.shift()?.resolve(answer))
  thread.on('error', (error) => fail((ended = error)))
  thread.on('messageerror', (error) => void thread.terminate().then(() => fail((ended = error))))
  thread.on('exit', () => fail((ended ??= new Error('The thread that reads what entries say has ended.'))))
  const ask = <Answer>(question: Question, given: readonly ArrayBuffer[] = []) =>
    new Promise<Answer>((resolve, reject) => {
      if (ended) return reject(ended)
      thread.postMessage(question, given)
      asked.push({ resolve, reject })
    })
  return {
    take(contents) {
      const entries = packedContents(contents)
      return ask<WrongContent | null>({ kind: 'take', entries }, [entries.payloads.buffer])
    },
    isState: (claimId, snapshot) => ask<boolean>({ kind: 'is-state', claimId, snapshot }),
    rows: () => ask<ExpectedRows>({ kind: 'rows' }),
    async end() {
      await thread.terminate()
    },
  }
}
