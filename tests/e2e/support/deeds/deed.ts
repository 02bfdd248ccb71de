import type { APIResponse, BrowserContext } from '@playwright/test'
import type { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'

/** One right input for one intent of one address. */
export interface Deed {
  readonly intent: string
  readonly path: string
  readonly fields: Record<string, string>
}

/** A deed whose fields may lack their value. */
export const deed = (intent: string, path: string, fields: Record<string, string | undefined> = {}): Deed => ({
  intent,
  path,
  fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ''])),
})

/** The first row that a query of the demo finds. */
export async function firstRow(server: RunningServer, query: ReturnType<typeof sql>): Promise<Record<string, string>> {
  const [row] = await server.inDatabase((db) => db.execute<Record<string, string>>(query))
  if (!row) throw new Error('The demo lacks what this test is about.')
  return row
}

/** Sends a deed as a form of an own page would. */
export function doing(
  { request }: BrowserContext,
  origin: string,
  { intent, path, fields }: Deed,
): Promise<APIResponse> {
  const body = new URLSearchParams({ intent })
  for (const [name, value] of Object.entries(fields)) {
    for (const each of name === 'parts' ? value.split(',') : [value]) body.append(name, each)
  }
  const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
  return request.post(path, { headers, data: body.toString(), maxRedirects: 0 })
}
