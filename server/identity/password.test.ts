import { expect, it } from 'vitest'
import { createPasswords } from './password.gateway.ts'

const ada = ['ada.admin@herald.example', 'Ada Admin']

it('a flood waits in a bounded queue: the rest is refused at once and takes no memory', async () => {
  const passwords = createPasswords({ atOnce: 2, waiting: 10 })
  const stored = await passwords.hash('seven grey herons landed')
  const before = process.memoryUsage().rss
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 2)
  const answers = await Promise.all(
    Array.from({ length: 2_000 }, () => passwords.matches(stored, 'a wrong password').catch((error: unknown) => error)),
  )
  clearInterval(watch)
  const refused = answers.filter((answer) => answer !== false)
  expect(refused).toHaveLength(2_000 - 12)
  expect(refused[0]).toMatchObject({ id: 'unavailable', status: 503, headers: { 'retry-after': '5' } })
  // Two hashes take 19 MB each; two thousand would take 38 GB.
  expect(most - before).toBeLessThan(150 * 1_048_576)
  expect(await passwords.matches(stored, 'seven grey herons landed')).toBe(true)
})

it('whoever waits is served in turn, also after one that failed', async () => {
  const passwords = createPasswords({ atOnce: 1, waiting: 3 })
  const broken = passwords.matches('no hash at all', 'x').catch(() => 'failed')
  const stored = passwords.hash('seven grey herons landed')
  expect(await broken).toBe('failed')
  expect(await passwords.matches(await stored, 'seven grey herons landed')).toBe(true)
  expect(await passwords.matches(null, 'nobody has this password')).toBe(false)
})

const { whyNot } = createPasswords()

it.each([
  '123456789012',
  'passwordpassword',
  'Password1234!',
  'P@ssw0rd2024!!',
  'qwertyuiop[]',
  '1q2w3e4r5t6y',
  'letmeinletmein',
  'rikitikitavi',
  'perasperaadastra',
  'aaaaaaaaaaaaaaaaaaaa',
])('nobody chooses %s', (password) => {
  expect(whyNot(password, ada)).toContain('is on lists that attackers try')
})

it.each(['ada admin rides 390 horses', 'AdaAdmin-2!zk#pq', 'the.HERALD.reads.me', 'I like Plumbline a lot'])(
  'nobody chooses %s, which has a word of theirs or ours',
  (password) => {
    expect(whyNot(password, ada)).toContain('does not contain')
  },
)

it.each(['seven grey herons landed', 'correct horse battery', 'kV3x_9qLmW-22aPz0dTr', 'Straße über vier Brücken'])(
  '%s is good',
  (password) => {
    expect(whyNot(password, ada)).toBeNull()
  },
)
