import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { makeClaim } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { publishReport } from '#server/publication/commands/publish-report.ts'
import { approveReport, submitReport } from '#server/review/commands/report-review.ts'
import { wholeOf } from '#server/review/queries/whole.ts'
import type { WholeContent } from '#server/review/whole-content.ts'
import { approveNow, checkAndSubmit, desk, submittedClaim, type Desk } from './desk.ts'
import { guardOf } from './guarded.ts'
import type { RoomsServer } from './rooms.ts'

/** A report of Mara's in a new team, with two claims that are approved, and what is done with it as a whole. */
export class ReportDesk {
  readonly team: Desk
  readonly reportId: string
  readonly one: string
  readonly other: string

  private constructor(team: Desk, [reportId, one, other]: readonly [string, string, string]) {
    this.team = team
    this.reportId = reportId
    this.one = one
    this.other = other
  }

  /** Makes all that. */
  static async open(server: RoomsServer): Promise<ReportDesk> {
    const team = await desk(server)
    const { reportId, claimId: one } = await submittedClaim(team)
    await approveNow(team.edith, one)
    const other = await anotherClaim(team, reportId)
    await approveNow(team.edith, other)
    return new ReportDesk(team, [reportId, one, other])
  }

  /** Makes another claim of the report, which is in review. */
  submitAnother(): Promise<string> {
    return anotherClaim(this.team, this.reportId)
  }

  /** The report as it stands. */
  async whole(): Promise<WholeContent> {
    const { db, actor } = this.team.mara
    const content = await wholeOf(db, actor.teamId, this.reportId)
    if (!content) throw new Error('There is no such report.')
    return content
  }

  submit() {
    return submitReport(this.team.mara, this.reportId, {})
  }

  /** Approves what stands. */
  async approve(editor: Context) {
    return approveReport(editor, this.reportId, { hash: (await this.whole()).hash })
  }

  /** Publishes what stands. */
  async publish(editor: Context, more: Record<string, string> = {}) {
    return publishReport(editor, this.reportId, { hash: (await this.whole()).hash, ...more }, async () => [])
  }

  /** All three, by those who may. */
  async bringOut(more: Record<string, string> = {}): Promise<void> {
    await this.submit()
    await this.approve(this.team.edith)
    await this.publish(this.team.emil, more)
  }

  /** Why the database refuses an approval of what stands that the server let pass; `let in` where it does not. */
  async refusedByDatabase(owner: Database, { actor: { teamId, personId } }: Context): Promise<string> {
    const { hash, text } = await this.whole()
    return guardOf(
      owner,
      'report_approval',
      sql`insert into report_approval values
        (${this.reportId}, 999999, ${teamId}, ${personId}, 'now', ${hash}, ${text}, array['nobody'])`,
    )
  }

  /** How many publications there are of the report, and of its claims. */
  async counts(): Promise<{ report: number; claims: number }> {
    const [row] = await this.team.mara.db.execute<{ report: number; claims: number }>(sql`select
      (select count(*)::int from report_publication where report_id = ${this.reportId}) as report,
      (select count(*)::int from publication where report_id = ${this.reportId}) as claims`)
    return { report: row?.report ?? 0, claims: row?.claims ?? 0 }
  }
}

async function anotherClaim(team: Desk, reportId: string): Promise<string> {
  const { id } = await makeClaim(team.mara, reportId, { edition: '1', start: '0', end: '5' })
  await checkAndSubmit(team, id, 'Both say it.')
  return id
}
