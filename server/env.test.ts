import { expect, it } from 'vitest'
import { cautions, readEnv } from './env.ts'

it('reads the proxies whose word is taken, and the origin without a slash at its end', () => {
  const env = readEnv({ TRUSTED_PROXIES: '10.0.0.0/8, ::1', PUBLIC_ORIGIN: 'https://Desk.example/' })
  expect(env).toMatchObject({ TRUSTED_PROXIES: ['10.0.0.0/8', '::1'], PUBLIC_ORIGIN: 'https://desk.example' })
  expect(readEnv({ TRUSTED_PROXIES: '', PUBLIC_ORIGIN: '' })).toMatchObject({ TRUSTED_PROXIES: [] })
})

it.each([
  [{ TRUSTED_PROXIES: '10.0.0.0/33' }, 'TRUSTED_PROXIES'],
  [{ TRUSTED_PROXIES: 'everybody' }, 'TRUSTED_PROXIES'],
  [{ PUBLIC_ORIGIN: 'desk.example' }, 'PUBLIC_ORIGIN'],
  [{ PUBLIC_ORIGIN: 'ftp://desk.example' }, 'PUBLIC_ORIGIN'],
  [{ PLUMBLINE_SEAL_AFTER: 'never' }, 'PLUMBLINE_SEAL_AFTER'],
  [{ PUBLIC_ORIGIN: 'https://desk.example/path' }, 'PUBLIC_ORIGIN'],
  [{ PLUMBLINE_TIMESTAMP_URL: 'clock.example/tsa' }, 'PLUMBLINE_TIMESTAMP_URL'],
  [{ PLUMBLINE_TIMESTAMP_URL: 'https://me:secret@clock.example/tsa' }, 'PLUMBLINE_TIMESTAMP_URL'],
])('%o is refused in a sentence', (env, name) => {
  expect(() => readEnv(env)).toThrow(`The setting ${name} is not right`)
})

it('asks no authority of timestamps that is not named', () => {
  expect(readEnv({ PLUMBLINE_TIMESTAMP_URL: '' }).PLUMBLINE_TIMESTAMP_URL).toBeUndefined()
  const PLUMBLINE_TIMESTAMP_URL = 'http://clock.example/tsa'
  expect(readEnv({ PLUMBLINE_TIMESTAMP_URL })).toMatchObject({ PLUMBLINE_TIMESTAMP_URL })
})

it('sends no letters without an address for their links', () => {
  const SMTP_URL = 'smtp://mail.example.org'
  expect(() => readEnv({ SMTP_URL })).toThrow('Letters carry links: set PUBLIC_ORIGIN to the address that people use.')
  expect(readEnv({ SMTP_URL, PUBLIC_ORIGIN: 'https://desk.example' })).toMatchObject({ SMTP_URL })
})

it('says that nobody’s address is known behind a proxy that is not trusted', () => {
  const PUBLIC_ORIGIN = 'https://desk.example'
  expect(cautions(readEnv({ PUBLIC_ORIGIN }))).toEqual([expect.stringContaining('TRUSTED_PROXIES is not set')])
  expect(cautions(readEnv({ PUBLIC_ORIGIN, TRUSTED_PROXIES: '::1' }))).toEqual([])
  expect(cautions(readEnv({ PUBLIC_ORIGIN: 'http://desk.example' }))).toEqual([])
  expect(cautions(readEnv({}))).toEqual([])
})

it('says that a key beside the checkout is no other process’s on the same database', () => {
  const DATABASE_URL = 'postgres://plumbline@db.example/plumbline'
  expect(cautions(readEnv({ DATABASE_URL }))).toEqual([expect.stringContaining('SIGNING_DIR is not set')])
  expect(cautions(readEnv({ DATABASE_URL, SIGNING_DIR: '/srv/plumbline-signing' }))).toEqual([])
  expect(cautions(readEnv({ SIGNING_DIR: '' }))).toEqual([])
})
