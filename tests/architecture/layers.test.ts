import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

import { afterAll, expect, test } from 'vitest'

interface Cruise {
  modules: { source: string }[]
  summary: { violations: { rule: { name: string }; from: string }[] }
}

const program = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
const config = resolve('.dependency-cruiser.cjs')
const planted = mkdtempSync(join(tmpdir(), 'plumbline-layers-'))

afterAll(() => rmSync(planted, { recursive: true, force: true }))

function cruise(folder: string, folders: string[]): Cruise {
  const args = [program, ...folders, '--config', config, '--output-type', 'json']
  const done = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 100_000_000 })
  if (!done.stdout) throw new Error(done.stderr)
  return JSON.parse(done.stdout) as Cruise
}

function plant(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(planted, path)), { recursive: true })
    writeFileSync(join(planted, path), text)
  }
}

// All sources are read, which takes as long as the machine is busy.
const patience = 120_000

test(
  'the check of layers looks at the whole tree',
  () => {
    const own = cruise('.', ['app', 'server', 'db', 'tests']).modules.filter(({ source }) =>
      /^(app|server|db|tests)\//.test(source),
    )
    expect(own.length).toBeGreaterThanOrEqual(60)
  },
  patience,
)

test('planted violations are found', () => {
  plant({
    'package.json': readFileSync('package.json', 'utf8'),
    'tsconfig.json': readFileSync('tsconfig.json', 'utf8'),
    'db/schema/claims.ts': "import { stage } from '#server/claims/stage.ts'\nexport const claims = stage\n",
    'server/claims/stage.ts': "import { readFileSync } from 'node:fs'\nexport const stage = readFileSync\n",
    'server/claims/store.ts': "import { Page } from '#app/ui/page.ts'\nexport const store = Page\n",
    'server/reports/page.gateway.ts': "import { store } from '#server/claims/store.ts'\nexport const command = store\n",
    'server/reports/decide.ts': "import { command } from './page.gateway.ts'\nexport const decide = command\n",
    'server/reports/tables.gateway.ts': "import { claims } from '#db/schema/claims.ts'\nexport const tables = claims\n",
    'server/reports/report.ts': "import { a } from './other.ts'\nexport const b = a\n",
    'server/reports/other.ts': "import { b } from './report.ts'\nexport const a = b\n",
    'app/ui/page.ts': "import { stage } from '#server/claims/stage.ts'\nexport const Page = stage\n",
    'app/components/claims/row.ts': "import { store } from '#server/claims/store.ts'\nexport const row = store\n",
    'app/routes/claims/show.ts': "import { claims } from '#db/schema/claims.ts'\nexport const show = claims\n",
    'tests/support/world.ts': 'export const world = 1\n',
    'server/http.ts': "import { world } from '#tests/support/world.ts'\nexport const http = world\n",
    'server/env.ts': 'export const env = 1\n',
    'server/context.ts': "import { env } from './env.ts'\nexport const context = env\n",
  })
  const found = new Set(
    cruise(planted, ['app', 'server', 'db', 'tests']).summary.violations.map(({ rule }) => rule.name),
  )
  expect([...found].sort()).toEqual([
    'app-never-imports-db',
    'components-see-only-pure-server-code',
    'db-is-the-floor',
    'env-only-in-index',
    'no-circular',
    'not-to-tests',
    'pure-unless-named-otherwise-nouns',
    'schema-is-private',
    'server-never-imports-app',
    'store-is-private',
    'store-is-private-to-pages',
    'ui-knows-no-noun',
  ])
})
