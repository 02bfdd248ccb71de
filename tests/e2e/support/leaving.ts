import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'

const leaving = `
addedBy analysis appearanceSeq approvedBy approvers asOf at author authors bound by changeId claimant claimId
claimKind classesSeq contact copiedFrom correctionsUrl createdAt createdBy detailsSeq dueOn dueSeq editedAt edition email end
expiresAt figureId first firstOn firstUrl firstWhere form hash high holds homepage how howWeCheck id invitedBy isOpen isUnfamiliar kind language last
lastSeenAt locator low mergedInto months name network note notes now number partFigures parts periodFrom periodTo personId
place position priority publishedOn publisher quote rating reason reportId roles saidOn scope seq signed since size slug sourceId
sourceUrl splitFrom stage stance start statement stockOrFlow submittedBy tags teamId text threadId title to unit unsaved until url
verdictSeq version visibleFrom why withdrawn withdrawnReason words wrong
`
/** Columns of the database whose names may also be names in what leaves the server. Any other name of one is a leak. */
export const mayLeave: readonly string[] = leaving.trim().split(/\s+/u)

interface Column {
  readonly table: string
  readonly name: string
}

async function columns(db: Database): Promise<Column[]> {
  const found = await db.execute<{ table: string; name: string }>(
    sql`select table_name as "table", column_name as name from information_schema.columns where table_schema = 'public'`,
  )
  return [...found]
}

const camel = (name: string): string => name.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase())

/** The names of all columns, as our code calls them. */
export async function columnNames(db: Database): Promise<ReadonlySet<string>> {
  return new Set((await columns(db)).map(({ name }) => camel(name)))
}

/** Every value that opens something or keeps something closed. */
export async function secrets(db: Database): Promise<string[]> {
  const named = (await columns(db)).filter(
    ({ table, name }) => /password|token|secret|salt|recovery/u.test(name) || (table === 'session' && name === 'id'),
  )
  const values: string[] = []
  for (const { table, name } of named) {
    const rows = await db.execute<{ value: unknown }>(
      sql`select distinct ${sql.identifier(name)} as value from ${sql.identifier(table)} limit 1000`,
    )
    for (const { value } of rows) {
      if (value instanceof Uint8Array) {
        values.push(Buffer.from(value).toString('hex'), Buffer.from(value).toString('base64'))
      } else if (typeof value === 'string' && value.length >= 16) values.push(value)
    }
  }
  return values
}

/** The names of everything in the data of a page: its first line is a list in which objects name their parts by place. */
export function namesIn(data: string): string[] {
  const [line = ''] = data.split('\n')
  const list = JSON.parse(line) as unknown[]
  const objects = list.filter((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  const places = objects.flatMap((each) => Object.keys(each as object)).map((key) => Number(key.slice(1)))
  return [...new Set(places.map((place) => String(list[place])))]
}
