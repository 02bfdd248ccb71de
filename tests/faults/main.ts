import { parseArgs } from 'node:util'
import { runFaults } from './scenario.ts'

// `npm run faults -- --rounds 50 [--seed N] [--writers 20]`: the long form of `faults.test.ts`.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    writers: { type: 'string', default: '20' },
  },
})
const say = (sentence: string) => process.stdout.write(`${sentence}\n`)
const [rounds, seed, writers] = [values.rounds, values.seed, values.writers].map(Number) as [number, number, number]
// Each provider of y-websocket listens for the end of the process.
process.setMaxListeners(writers + 20)
say(`${rounds} rounds with ${writers} writers, --seed ${seed}`)
await runFaults({ rounds, seed, writers, say })
say('Nothing that was acknowledged was lost, nothing is there twice, and the whole history agrees.')
process.exit(0)
