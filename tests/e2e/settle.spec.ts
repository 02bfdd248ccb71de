import type { Browser, Page } from '@playwright/test'
import { questionFrame, readFrame } from '#server/realtime/frames.ts'
import { messageType } from '#server/realtime/protocol.ts'
import { liveText, openClaim, savedBadge, signIn, wordsIn } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'
import { isContent, takeWire, type Wire } from './support/wire.ts'

interface Scene {
  readonly page: Page
  readonly claim: Wire
  readonly report: Wire
  readonly claimId: string
  /** What the page answered, as "question: yes" or "question: no". */
  readonly answers: string[]
}

async function inClaim(server: RunningServer, browser: Browser): Promise<Scene> {
  const { page } = await signIn(browser, server.baseURL, 'checker@example.org')
  const [claim, report] = [await takeWire(page), await takeWire(page, 'report')]
  await page.goto('/')
  await openClaim(page, /120 civilians/)
  await liveText(page, 'Notes').click()
  await expect(savedBadge(page)).toHaveText('Saved')
  const answers: string[] = []
  const hear = (frame: Buffer) => {
    const read = readFrame(frame)
    if (read.kind === 'answer') answers.push(`${read.question}: ${read.isSaved ? 'yes' : 'no'}`)
    return frame
  }
  claim.toServer = report.toServer = hear
  const claimId = new URL(page.url()).searchParams.get('claim') ?? ''
  return { page, claim, report, claimId, answers }
}

test('a page says that its words are saved once they are, whoever goes on typing', async ({ browser, server }) => {
  const { page, claim, report, claimId, answers } = await inClaim(server, browser)
  claim.tellPage(questionFrame(1, claimId))
  report.tellPage(questionFrame(2, claimId))
  report.tellPage(questionFrame(3, 'some other claim'))
  await expect.poll(() => answers.toSorted()).toEqual(['1: yes', '2: yes', '3: yes'])

  const held: Buffer[] = []
  claim.toPage = (frame) => {
    if (frame[0] === messageType.acknowledged) held.push(frame)
    return frame[0] === messageType.acknowledged ? null : frame
  }
  await page.keyboard.type('a')
  await expect.poll(() => held.length).toBe(1)
  claim.tellPage(questionFrame(4, claimId))
  report.tellPage(questionFrame(5, claimId))
  report.tellPage(questionFrame(6, 'some other claim'))
  await expect.poll(() => answers.at(-1)).toBe('6: yes')
  await page.keyboard.type('b')
  await expect.poll(() => held.length).toBe(2)
  expect(answers).toHaveLength(4)
  claim.tellPage(held[0]!)
  await expect.poll(() => answers.slice(4).toSorted()).toEqual(['4: yes', '5: yes'])
  await expect(savedBadge(page)).toHaveText('Saving…')
  claim.tellPage(held[1]!)
  await expect(savedBadge(page)).toHaveText('Saved')
})

test('a page with words that were refused says so, until their author lets them go', async ({ browser, server }) => {
  const { page, claim, report, claimId, answers } = await inClaim(server, browser)
  claim.toServer = (frame) => (isContent(frame) ? Buffer.from([messageType.sync, 2, 3, 255, 255, 255]) : frame)
  await page.keyboard.type('unheard')
  const startAnew = page.getByRole('button', { name: 'Start anew' })
  await expect(startAnew).toBeVisible()
  report.tellPage(questionFrame(1, claimId))
  await expect.poll(() => answers).toEqual(['1: no'])
  claim.toServer = (frame) => frame
  await startAnew.click()
  await expect(savedBadge(page)).toHaveText('Saved')
  expect(await wordsIn(liveText(page, 'Notes'))).not.toContain('unheard')
  report.tellPage(questionFrame(2, claimId))
  await expect.poll(() => answers).toEqual(['1: no', '2: yes'])
})
