import type { Page } from '@playwright/test'
import { liveText, openClaim, signIn, textThen, wordsIn } from './support/people.ts'
import { expect, test } from './support/server.ts'
import { allShow, composerOf, drop, paste, twoAtOneClaim, typeAt, type Label } from './support/typing.ts'

test('words pasted from a PDF with signs that no text may hold are taken in without them', async ({
  browser,
  server,
}) => {
  const { mara, oleh } = await twoAtOneClaim(server, browser)
  await typeAt(mara.page, 'Notes', 'End', 'Page 3: ')
  await paste(mara.page, '120\0 civilians\r\nand\rno names\0')
  await mara.page.keyboard.type('.')
  await allShow([mara, oleh], 'Notes', 'Page 3: 120 civilians\nand\nno names.')
})

test('a picture sign that another one replaces while it is composed is whole for everyone', async ({
  browser,
  server,
}) => {
  const { mara, oleh } = await twoAtOneClaim(server, browser)
  await typeAt(mara.page, 'Notes', 'End', 'mood ')
  const composer = await composerOf(mara.page)
  await composer.show('😀')
  await allShow([mara, oleh], 'Notes', 'mood 😀')
  await composer.show('😂')
  await composer.commit('😂')
  await mara.page.keyboard.press('Control+Home')
  await mara.page.keyboard.insertText('😁')
  await mara.page.keyboard.press('Control+Home')
  await mara.page.keyboard.insertText('😀')
  await allShow([mara, oleh], 'Notes', '😀😁mood 😂')
})

test('the statement stays on one line, whatever is pressed, pasted or composed', async ({ browser, server }) => {
  const { mara, oleh } = await twoAtOneClaim(server, browser)
  await typeAt(mara.page, 'Statement', 'End', ' came')
  for (const keys of ['Enter', 'Shift+Enter', 'Control+Enter', 'Control+o', 'Shift+Alt+ArrowDown', 'Alt+ArrowUp']) {
    await mara.page.keyboard.press(keys)
  }
  await paste(mara.page, ' home\n\n  by train')
  const composer = await composerOf(mara.page)
  await composer.show(' 夜')
  await composer.commit(' 夜\nに')
  await allShow([mara, oleh], 'Statement', '120 civilians came home by train 夜 に')
  await drop(mara.page, 'Statement', 'Some\nsay ')
  await allShow([mara, oleh], 'Statement', 'Some say 120 civilians came home by train 夜 に')
})

test('composed words stand whole beside what somebody else types before them meanwhile', async ({
  browser,
  server,
}) => {
  const { mara, oleh } = await twoAtOneClaim(server, browser)
  await typeAt(oleh.page, 'Notes', 'End', 'middle ')
  await allShow([mara, oleh], 'Notes', 'middle ')
  await liveText(mara.page, 'Notes').click()
  await mara.page.keyboard.press('Control+End')
  const composer = await composerOf(mara.page)
  await composer.show('に')
  await composer.show('にほ')
  await typeAt(oleh.page, 'Notes', 'Home', 'before ')
  await expect.poll(() => wordsIn(liveText(mara.page, 'Notes'))).toContain('before ')
  await composer.show('にほんご')
  await oleh.page.keyboard.type('and still before ')
  await expect.poll(() => wordsIn(liveText(mara.page, 'Notes'))).toContain('still before ')
  await composer.show('日本語')
  await composer.commit('日本語')
  await allShow([mara, oleh], 'Notes', 'before and still before middle 日本語')
})

test('a text longer than its limit is taken in whole, says so and waits with its review', async ({
  browser,
  server,
}) => {
  const { page } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/)
  const statement = liveText(page, 'Statement')
  const toReview = page.getByRole('button', { name: 'Submit for review' })
  const said = page.getByRole('status').filter({ hasText: 'limit of 2,000' })
  await expect(toReview).toHaveAttribute('aria-disabled', 'false')
  const unfinished = page.getByRole('region', { name: 'What the team asks for before an approval' })
  await expect(unfinished.getByRole('listitem').first()).toHaveText('There is no verdict.')

  await statement.click()
  await page.keyboard.press('Control+End')
  await paste(page, 'x'.repeat(2_100))
  expect(await wordsIn(statement)).toHaveLength(2_113)
  await expect(said).toHaveText('113 characters over the limit of 2,000. It can go to review when it is shorter.')
  await expect(toReview).toHaveAttribute('aria-disabled', 'true')
  await toReview.hover()
  await expect(page.getByRole('tooltip')).toHaveText(
    'The statement has 2,113 characters; shorten it to 2,000 before review.',
  )

  await test.step('it can be reworded, and says what is so then: to the eye at once, to the ear in a pause', async () => {
    const { seen, heard } = await takeAway(page, 113)
    expect(seen).toBeGreaterThan(100)
    expect(heard).toBeLessThan(seen / 10)
    await expect(said).toHaveText('This text is at its limit of 2,000 characters.')
    await page.keyboard.type('y')
    expect(await wordsIn(statement)).toHaveLength(2_000)
    await page.keyboard.press('Backspace')
    await expect(said).toHaveCount(0)
    await expect(toReview).toHaveAttribute('aria-disabled', 'false')
  })

  await test.step('a composed word is whole, at the limit too', async () => {
    const composer = await composerOf(page)
    for (const shown of ['に', 'にほ', 'にほんご', '日本語']) await composer.show(shown)
    await composer.commit('日本語')
    expect((await wordsIn(statement)).slice(-4)).toBe('x日本語')
    await expect(said).toHaveText('2 characters over the limit of 2,000. It can go to review when it is shorter.')
  })

  await test.step('what no claim may hold is not let in, and stays in the clipboard', async () => {
    const before = await wordsIn(statement)
    await paste(page, 'z'.repeat(5_000))
    expect(await wordsIn(statement)).toBe(before)
    await expect(page.getByRole('status').filter({ hasText: 'longer than the 6,000 characters' })).toHaveText(
      /still in your clipboard/u,
    )
    await allShow([{ page, context: page.context() }], 'Statement', before)
  })
})

test('undo takes back one’s own words in the text that has the focus, and nothing else', async ({
  browser,
  server,
}) => {
  const { mara, oleh } = await twoAtOneClaim(server, browser)
  const both = [mara, oleh]
  await putAt(mara.page, 'Notes', 'End', 'one three')
  await allShow(both, 'Notes', 'one three')
  await putAt(oleh.page, 'Notes', 'End', ' four')
  await putAt(mara.page, 'Statement', 'End', ' came home')
  await allShow(both, 'Notes', 'one three four')
  await allShow(both, 'Statement', '120 civilians came home')

  await test.step('beside what somebody else wrote', async () => {
    await liveText(mara.page, 'Notes').click()
    await mara.page.keyboard.press('Control+z')
    await allShow(both, 'Notes', ' four')
    await mara.page.keyboard.press('Control+z')
    await mara.page.keyboard.press('Control+Shift+Z')
    await allShow(both, 'Notes', 'one three four')
    await mara.page.keyboard.press('Control+z')
    await allShow(both, 'Notes', ' four')
    // With the caps lock on, shift and z give a small z.
    await liveText(mara.page, 'Notes').dispatchEvent('keydown', {
      key: 'z',
      code: 'KeyZ',
      keyCode: 90,
      ctrlKey: true,
      shiftKey: true,
      bubbles: true,
      cancelable: true,
    })
    await allShow(both, 'Notes', 'one three four')
  })

  await test.step('around what somebody else wrote into them since', async () => {
    await liveText(oleh.page, 'Notes').click()
    await oleh.page.keyboard.press('Control+Home')
    for (const _ of 'one ') await oleh.page.keyboard.press('ArrowRight')
    await oleh.page.keyboard.insertText('two ')
    await allShow(both, 'Notes', 'one two three four')
    await mara.page.keyboard.press('Control+z')
    await allShow(both, 'Notes', 'two  four')
    await mara.page.keyboard.press('Control+y')
    await allShow(both, 'Notes', 'one two three four')
  })

  await test.step('in each text for itself', async () => {
    await allShow(both, 'Statement', '120 civilians came home')
    await liveText(mara.page, 'Statement').click()
    await mara.page.keyboard.press('Control+z')
    await allShow(both, 'Statement', '120 civilians')
    await allShow(both, 'Notes', 'one two three four')
    await mara.page.keyboard.press('Control+Shift+Z')
    await allShow(both, 'Statement', '120 civilians came home')
  })
})

for (const { way, away, back } of [
  { way: 'undo', away: 'Delete', back: 'Control+z' },
  { way: 'cut and paste', away: 'Control+x', back: 'Control+v' },
]) {
  test(`words that somebody else takes away and puts back by ${way} stay their writer’s`, async ({
    browser,
    server,
  }) => {
    const { mara, oleh, claimId } = await twoAtOneClaim(server, browser)
    const edith = await signIn(browser, server.baseURL, 'editor@example.org')
    await edith.page.goto(mara.page.url())
    const all = [mara, oleh, edith]
    await putAt(oleh.page, 'Notes', 'End', 'words of Oleh')
    await allShow(all, 'Notes', 'words of Oleh')
    await pressOnAll(mara.page, away)
    await allShow(all, 'Notes', '')
    await mara.page.keyboard.press(back)
    await allShow(all, 'Notes', 'words of Oleh')
    await pressOnAll(edith.page, 'Delete')
    await allShow(all, 'Notes', '')

    const { page } = edith
    await page.goto(`/claims/${claimId}/history`)
    const line = (person: string, deed: RegExp) =>
      page.locator('li[data-seq]').filter({ has: page.getByText(person, { exact: true }), hasText: deed })
    const ofOleh = line('Oleh Checker', /wrote the notes/u)
    const ofMara = line(
      'Mara Checker',
      /the notes, removing words of Oleh Checker, putting back words of Oleh Checker/u,
    )
    // Were they Mara's now, Edith would have removed words of Mara.
    const ofEdith = line('Edith Editor', /emptied the notes, removing words of Oleh Checker (?!and)/u)
    for (const each of [ofOleh, ofMara, ofEdith]) await expect(each).toHaveCount(1)
    for (const [each, deed, notes] of [
      [ofOleh, 'Oleh Checker wrote the notes', 'words of Oleh'],
      [ofEdith, 'Edith Editor emptied the notes, removing words of Oleh Checker', '(empty)'],
      [ofMara, 'Mara Checker changed', 'words of Oleh'],
    ] as const) {
      await page.goto(`/claims/${claimId}/history`)
      const seq = await each.getAttribute('data-seq')
      await each.getByRole('link', { name: 'As it stood then' }).click()
      await expect(page).toHaveURL(new RegExp(`[?&]at=${seq}\\b`, 'u'))
      await expect(page.getByRole('region', { name: 'Moment' }).getByRole('status')).toContainText(deed)
      await expect.poll(() => textThen(page, 'Notes')).toBe(notes)
      expect(await textThen(page, 'Statement')).toBe('120 civilians')
    }
  })
}

/** Puts words at one end of a live text in one go. */
async function putAt(page: Page, label: Label, edge: 'Home' | 'End', words: string): Promise<void> {
  await typeAt(page, label, edge, '')
  await page.keyboard.insertText(words)
}

async function pressOnAll(page: Page, keys: string): Promise<void> {
  await liveText(page, 'Notes').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press(keys)
}

/** Takes so many letters away, each once the last one shows; tells how often the words about it changed. */
const takeAway = (page: Page, letters: number) =>
  page.evaluate(async (left) => {
    const counts = { seen: 0, heard: 0 }
    const observer = new MutationObserver((changes) => {
      const places = new Set(changes.map(({ target }) => target.parentElement?.closest('[role=status], [aria-hidden]')))
      for (const place of places) {
        if (place?.getAttribute('role') === 'status') counts.heard += 1
        else if (place?.textContent?.includes('limit of')) counts.seen += 1
      }
    })
    observer.observe(document.body, { subtree: true, characterData: true })
    for (let taken = 0; taken < left; taken += 1) {
      const { seen } = counts
      document.execCommand('delete')
      // A slow machine may need more than one picture for a letter, but none may show nothing of it.
      for (let pictures = 0; counts.seen === seen && pictures < 60; pictures += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, as keys are pressed
        await new Promise(requestAnimationFrame)
      }
    }
    observer.disconnect()
    return counts
  }, letters)
