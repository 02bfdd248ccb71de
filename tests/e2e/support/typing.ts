import type { Browser, CDPSession, Page } from '@playwright/test'
import { liveText, openClaim, savedBadge, signIn, wordsIn, type Person } from './people.ts'
import { expect, type RunningServer } from './server.ts'

export type Label = Parameters<typeof liveText>[1]

/** Mara and Oleh with the same claim open, their texts ready to type in; and the claim's id. */
export async function twoAtOneClaim(
  server: RunningServer,
  browser: Browser,
): Promise<{ mara: Person; oleh: Person; claimId: string }> {
  const [mara, oleh] = await Promise.all([
    signIn(browser, server.baseURL, 'checker@example.org'),
    signIn(browser, server.baseURL, 'checker2@example.org'),
  ])
  const claimId = await openClaim(mara.page, /120 civilians/)
  await oleh.page.goto(mara.page.url())
  await expect(liveText(oleh.page, 'Notes')).toBeVisible()
  return { mara, oleh, claimId }
}

/** Types at one end of a live text. */
export async function typeAt(page: Page, label: Label, edge: 'Home' | 'End', words: string): Promise<void> {
  await liveText(page, label).click()
  await page.keyboard.press(`Control+${edge}`)
  await page.keyboard.type(words)
}

/** Pastes into the live text that has the focus, as the clipboard would give it. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}

/** Drops words from elsewhere at the beginning of a live text. */
export async function drop(page: Page, label: Label, text: string): Promise<void> {
  await liveText(page, label).evaluate((field, dropped) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.setData('text/plain', dropped)
    const { left, top } = field.getBoundingClientRect()
    const place = { clientX: left + 1, clientY: top + 12 }
    field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...place }))
  }, text)
}

/** A way of writing in which signs are composed of several keys, as for Japanese. */
export interface Composer {
  /** Shows what is composed so far; the word is not done. */
  show(text: string): Promise<unknown>
  /** Ends the word. */
  commit(text: string): Promise<unknown>
}

/** Composes in whatever has the focus on this page. */
export async function composerOf(page: Page): Promise<Composer> {
  const devtools: CDPSession = await page.context().newCDPSession(page)
  return {
    show: (text) =>
      devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    commit: (text) => devtools.send('Input.insertText', { text }),
  }
}

/** Every screen shows these words in a live text, and says that they are saved. */
export async function allShow(people: readonly Person[], label: Label, words: string): Promise<void> {
  for (const { page } of people) await expect.poll(() => wordsIn(liveText(page, label))).toBe(words)
  for (const { page } of people) await expect(savedBadge(page)).toHaveText('Saved')
}
