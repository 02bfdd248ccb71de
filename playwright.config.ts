import { defineConfig } from '@playwright/test'

const output = process.env['PLUMBLINE_TEST_OUTPUT'] ?? '.cache/browser'
const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium'
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: `${output}/results`,
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
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
