import { expect, test } from './support/server.ts'

test('a first admin is made from the command line, and signs in', async ({ page, server }) => {
  const given = ['--team', 'Night desk', '--name', 'Ada Admin', '--email', 'Ada@example.org']
  const made = await server.runTool('server/admin-create.ts', ...given)
  expect(made.code, made.printed).toBe(0)
  const password = made.printed.trim().split('\n').at(-1) ?? ''
  await page.goto(`${server.baseURL}/sign-in`)
  await page.getByLabel('E-mail').fill('ada@example.org')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Ada Admin, admin')).toBeVisible()
  await expect(page.getByText('Night desk')).toBeVisible()
  await expect(page.getByRole('link', { name: /prisoner exchange/ })).toHaveCount(0)

  const again = await server.runTool('server/admin-create.ts', ...given)
  expect(again.printed.trim()).toBe('This e-mail address has an account already.')
  expect(again.code).toBe(1)
  const wrong = await server.runTool('server/admin-create.ts', '--team', 'Night desk', '--name', 'Bo', '--email', 'bo')
  expect(wrong.printed).toContain('Write a full e-mail address.')
  expect(wrong.code).toBe(1)
  expect(await server.runTool('server/admin-create.ts')).toMatchObject({ code: 1 })
})
