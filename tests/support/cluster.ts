import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

import type { TestProject } from 'vitest/node'

import { connect, type Address } from '#db/client.ts'
import { embeddedHome, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { TEMPLATE, withDatabase } from './address.ts'

declare module 'vitest' {
  interface ProvidedContext {
    cluster: { owner: Address; app: Address }
  }
}

/** Starts one PostgreSQL for all integration tests, with a migrated template; ends with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = join(process.env['PLUMBLINE_TEST_DATA'] ?? embeddedHome(), `cluster-${randomBytes(4).toString('hex')}`)
  const embedded = await startEmbedded({ root })
  const end = async () => {
    await embedded.stop()
    rmSync(root, { recursive: true, force: true })
  }
  try {
    await makeTemplate(embedded.address, embedded.appAddress)
  } catch (error) {
    await end()
    throw error
  }
  project.provide('cluster', { owner: embedded.address, app: embedded.appAddress })
  return end
}

async function makeTemplate(owner: Address, app: Address): Promise<void> {
  const server = connect(owner, { max: 1 })
  await server.sql`create database ${server.sql(TEMPLATE)}`.finally(() => server.close())
  const template = connect(withDatabase(owner, TEMPLATE), { max: 1 })
  const appRole = typeof app === 'string' ? new URL(app).username : app.user
  await migrate(template, { appRole }).finally(() => template.close())
}
