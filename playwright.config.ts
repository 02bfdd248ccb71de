import { defineConfig } from '@playwright/test'

const output = process.env['PLUMBLINE_TEST_OUTPUT'] ?? '.cache/browser'
const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium'
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: `${output}/results`,
  // Every test has a server and a database of its own.
  fullyParallel: true,
  workers: 2,
  // Ends what hangs; a slow machine takes its time for what does not.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: `${output}/browser.json` }]],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // Recording every step takes a sixth of the time; `--trace on` records the test that is looked into.
    trace: 'off',
    launchOptions: {
      executablePath,
      args: [
        ...sandbox,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
})
