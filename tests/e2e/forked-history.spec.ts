/*
 * An older backup is restored: an admin and an auditor leave what was signed behind it, each in a browser of their own, and
 * anybody sees afterwards that there was a fork.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readNumbered } from '#server/history/fork.ts'
import { expectNothingFound } from './support/axe.ts'
import { signIn } from './support/people.ts'
import { anotherReport } from './support/roles.ts'
import { expect, test, type RunningServer } from './support/server.ts'
import { sql } from 'drizzle-orm'

const entriesOf = (server: RunningServer) =>
  server.inDatabase(async (db) => {
    const [head] = await db.execute<{ team: string; seq: string }>(
      sql`select team_id as team, seq from team_head order by seq desc limit 1`,
    )
    return { team: head?.team ?? '', seq: Number(head?.seq) }
  })

/** Starts anew, which signs at once, and waits until everything is signed; answers the note. */
async function signAll(server: RunningServer): Promise<string> {
  await server.restart()
  const { team, seq } = await entriesOf(server)
  let note = ''
  await expect(async () => {
    note = await (await fetch(`${server.baseURL}/history/${team}/checkpoint`)).text()
    expect(readNumbered(note, team)?.size).toBe(seq)
  }).toPass()
  return note
}

test('after an older backup was restored, two people leave what was signed, and everybody can see it', async ({
  browser,
  server,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-backup-'))
  try {
    const file = join(folder, 'before.tar')
    await signAll(server)
    expect((await server.runTool('server/backup.ts', file)).code).toBe(0)
    await server.inDatabase(anotherReport)
    const lost = await signAll(server)
    await server.kill9()
    expect(await server.runTool('server/restore.ts', file, '--replace')).toMatchObject({ code: 0 })
    await server.start()
    const { team } = await entriesOf(server)

    const admin = await signIn(browser, server.baseURL, 'admin@example.org')
    await admin.page.goto('/team/history')
    const notSigned = admin.page.getByRole('region', { name: 'Nothing more is signed of this history' })
    await expect(notSigned).toContainText(/It has \d+ entries, and \d+ were signed before/u)
    await expectNothingFound(admin.page, 'a history that is not signed')
    const form = notSigned.getByRole('form', { name: 'Propose a fork' })
    const reason = form.getByLabel('Why what was signed is left')
    await reason.fill('x'.repeat(2_001))
    await form.getByRole('button', { name: 'Propose a fork' }).click()
    await expect(form).toContainText('Keep this under 2,000 characters.')
    await expect(reason).toHaveValue('x'.repeat(2_001))
    await reason.fill('The disk died; the backup is of the night before.')
    await form.getByRole('button', { name: 'Propose a fork' }).click()
    const confirm = { name: 'Confirm the fork' }
    await expect(notSigned.getByRole('button', confirm)).toHaveAttribute('aria-disabled', 'true')
    await expect(notSigned).toContainText('You proposed this: another admin or an auditor confirms it.')

    const auditor = await signIn(browser, server.baseURL, 'auditor@example.org')
    await auditor.page.goto('/team/history')
    await expect(auditor.page.getByRole('region', { name: /^Nothing more/u })).toContainText('The disk died')
    await expectNothingFound(auditor.page, 'a proposal to fork')
    await auditor.page.getByRole('button', confirm).click()
    await expect(auditor.page.getByText('The history is signed under a new origin within a minute.')).toBeVisible()
    await expect(auditor.page.getByText(/confirmed proposal 1 to fork the history/u)).toBeVisible()

    const note = await signAll(server)
    expect(readNumbered(note, team)?.number).toBe(2)
    await auditor.page.reload()
    const link = auditor.page.getByRole('link', { name: 'What was signed before the fork' })
    const left = await fetch(new URL((await link.getAttribute('href')) ?? '', server.baseURL))
    expect(await left.text()).toBe(lost)
    const { code, printed } = await server.runTool('server/history-verify.ts')
    expect(printed).toMatch(/Up to \d+ entries that were signed .* are not in this history: left at the fork of/u)
    expect(code).toBe(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
