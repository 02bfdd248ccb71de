import { eq } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { reportAddress } from '#db/schema/publication.ts'

type Reader = Database | Transaction

/** The report's part of its public addresses, or null before anything of it was published. */
export async function addressOf(db: Reader, reportId: string): Promise<string | null> {
  const [row] = await db.select().from(reportAddress).where(eq(reportAddress.reportId, reportId))
  return row?.slug ?? null
}
