import { test } from './support/server.ts'
import { allShow, paste, twoAtOneClaim, typeAt } from './support/typing.ts'

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
