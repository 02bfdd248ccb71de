import { liveText, wordsIn } from './support/people.ts'
import { expect, test } from './support/server.ts'
import { allShow, composerOf, drop, paste, twoAtOneClaim, typeAt } from './support/typing.ts'

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
