import { defineConfig } from 'vitest/config'

const integration = ['tests/integration/**/*.test.ts', 'tests/faults/**/*.test.ts', '**/*.integration.test.ts']
const never = ['**/node_modules/**', 'build/**', '.cache/**', '.data/**']
const shared = { environment: 'node', setupFiles: ['tests/support/quiet-console.ts'] }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{server,app,db}/**/*.test.{ts,tsx}', 'tests/{architecture,support}/**/*.test.ts'],
          exclude: [...never, ...integration],
          // Each file undoes what it fakes; a process for each took two fifths of the processor's time.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: integration,
          exclude: never,
          // Each file has databases of its own, and ends what it starts.
          isolate: false,
          globalSetup: ['tests/support/cluster.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
