import { expect, it } from 'vitest'
import { stopJobs, type Jobs } from './jobs.ts'

it('whoever ends the jobs waits for each of them', async () => {
  const ended: string[] = []
  const job = (name: string) => ({
    wake: () => {},
    stop: () => new Promise<void>((resolve) => setImmediate(() => (ended.push(name), resolve()))),
  })
  const all: Required<Jobs> = {
    signing: job('signing'),
    telling: job('telling'),
    sealing: job('sealing'),
    timestamping: job('timestamping'),
  }
  await stopJobs(all)
  expect(ended.toSorted()).toEqual(Object.keys(all).toSorted())
})
