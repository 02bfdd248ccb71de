import type { Page } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { claimText } from '#db/schema/claims.ts'
import { liveText, openClaim, savedBadge, signIn, wordsIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const rounds = process.env['PLUMBLINE_LONG'] ? 10 : 3
const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
let state = seed
const random = (below: number): number => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((state / 2_147_483_648) * below)
}

/** Someone who types words of their own and takes some back, and what their screen showed as saved. */
class Typist {
  /** Every word that should stand in the end. */
  readonly standing = new Set<string>()
  readonly takenBack = new Set<string>()
  /** The words of this person on the screen, last time that it said "Saved". */
  saved: readonly string[] = []
  /** How often it said so. */
  looks = 0
  #count = 0

  /** The words that this person had taken back by then. */
  savedWithout: readonly string[] = []
  readonly page: Page
  readonly name: string

  constructor(page: Page, name: string) {
    this.page = page
    this.name = name
  }

  async type(): Promise<void> {
    this.#count += 1
    // The mark tells a whole word from one that is half typed or half taken back.
    const word = `${this.name}${this.#count};`
    await this.page.keyboard.type(` ${word}`)
    this.standing.add(word)
    if (random(4) > 0) return
    this.standing.delete(word)
    this.takenBack.add(word)
    for (const _ of ` ${word}`) await this.page.keyboard.press('Backspace')
  }

  /** Stops now and then, as people do: long enough to see what was typed saved, while there is a server. */
  async rest(): Promise<void> {
    if (random(3) > 0) return
    await expect(savedBadge(this.page))
      .toHaveText('Saved', { timeout: 500 })
      .catch(() => {})
  }

  /** Reads badge and text in one task of the page, as one look at the screen would. */
  async look(): Promise<void> {
    const text = await liveText(this.page, 'Analysis').evaluate((element) => {
      const badge = document.querySelector('[data-state][role="status"]')?.textContent ?? ''
      const field = element.cloneNode(true) as Element
      for (const aside of field.querySelectorAll('.cm-ySelectionCaret')) aside.remove()
      return badge.trim() === 'Saved' ? field.textContent : null
    })
    if (text === null) return
    this.saved = this.wordsOf(text)
    if (this.saved.length > 0) this.looks += 1
    this.savedWithout = [...this.takenBack]
  }

  wordsOf(text: string): string[] {
    return text.match(new RegExp(`${this.name}\\d+;`, 'gu')) ?? []
  }
}

test('what a screen showed as saved outlives kill -9', async ({ browser, server }) => {
  console.log(`PLUMBLINE_SEED=${seed}`)
  const [mara, oleh] = await Promise.all(
    ['checker', 'checker2'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )
  if (!mara || !oleh) throw new Error('Nobody came.')
  const claimId = await openClaim(mara.page, /120 civilians/)
  await oleh.page.goto(mara.page.url())
  const typists = [new Typist(mara.page, 'mara'), new Typist(oleh.page, 'oleh')]
  // A line for each, so that nobody's words come to stand within another's.
  await liveText(mara.page, 'Analysis').click()
  await mara.page.keyboard.type('Mara.\nOleh.')
  await mara.page.keyboard.press('ArrowUp')
  await mara.page.keyboard.press('End')
  await expect.poll(() => wordsIn(liveText(oleh.page, 'Analysis'))).toBe('Mara.\nOleh.')
  await liveText(oleh.page, 'Analysis').click()
  await oleh.page.keyboard.press('Control+End')
  for (const { page } of typists) await expect(savedBadge(page)).toHaveText('Saved')
  let savedWhileTyping = 0
  for (let round = 0; round < rounds; round += 1) {
    let typing = true
    const works = typists.map(async (typist) => {
      while (typing) {
        await typist.type()
        await typist.rest()
        await typist.look()
      }
    })
    // Only what a screen showed as saved can be lost: the end comes at any moment after one did.
    const before = typists.map(({ looks }) => looks)
    await expect.poll(() => typists.some(({ looks }, index) => looks > (before[index] ?? 0))).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, random(1_200)))
    await server.kill9()
    typing = false
    await Promise.all(works)
    // Before anybody can send anything again.
    const [row] = await server.inDatabase((db) => db.select().from(claimText).where(eq(claimText.claimId, claimId)))
    for (const typist of typists) {
      const kept = typist.wordsOf(row?.analysis ?? '')
      expect(new Set(kept).size).toBe(kept.length)
      expect(kept).toEqual(expect.arrayContaining(typist.saved.filter((word) => !typist.takenBack.has(word))))
      expect(kept.filter((word) => typist.savedWithout.includes(word))).toEqual([])
      savedWhileTyping += typist.saved.length
    }
    await server.start()
    const joiner = await mara.context.newPage()
    await joiner.goto(mara.page.url())
    for (const { page } of typists) await expect(savedBadge(page)).toHaveText('Saved')
    await expect(savedBadge(joiner)).toHaveText('Saved')
    const text = await wordsIn(liveText(joiner, 'Analysis'))
    for (const typist of typists) {
      const words = typist.wordsOf(text)
      expect(words.toSorted(), `round ${round}`).toEqual([...typist.standing].toSorted())
      await expect.poll(() => wordsIn(liveText(typist.page, 'Analysis'))).toBe(text)
    }
    await joiner.close()
  }
  expect(savedWhileTyping).toBeGreaterThan(0)
  await mara.context.close()
  await oleh.context.close()
})
