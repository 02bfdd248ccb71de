import { it } from 'vitest'
import { runFaults } from './scenario.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

it(`keeps every acknowledged edit through kill -9 of server and database, once (PLUMBLINE_SEED=${seed})`, async () => {
  await runFaults({ rounds: 8, seed, writers: 8, say: () => {} })
}, 180_000)
