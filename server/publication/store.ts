import { eq } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { publication, reportAddress } from '#db/schema/publication.ts'

type Reader = Database | Transaction

/** The report's part of its public addresses, or null before anything of it was published. */
export async function addressOf(db: Reader, reportId: string): Promise<string | null> {
  const [row] = await db.select().from(reportAddress).where(eq(reportAddress.reportId, reportId))
  return row?.slug ?? null
}

/** The addresses that a team's reports have. */
export async function addressesIn(db: Reader, teamId: string): Promise<string[]> {
  const rows = await db.select().from(reportAddress).where(eq(reportAddress.teamId, teamId))
  return rows.map(({ slug }) => slug)
}

/** The addresses that claims of a report have. */
export async function claimSlugsIn(db: Reader, reportId: string): Promise<string[]> {
  const { slug } = publication
  const rows = await db.selectDistinct({ slug }).from(publication).where(eq(publication.reportId, reportId))
  return rows.map((row) => row.slug)
}
