import { z } from 'zod'

const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value)
const optional = z.preprocess(emptyIsUnset, z.string().optional())

const publicOrigin = z
  .url({ protocol: /^https?$/u, error: 'an address that begins with http:// or https:// is needed' })
  .transform((address) => new URL(address))
  .refine(({ pathname, search, hash, username }) => pathname === '/' && !search && !hash && !username, {
    error: 'only the part before the first path is needed, such as https://plumbline.example.org',
  })
  .transform(({ origin }) => origin)

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'addresses or ranges of them are needed, separated by commas, such as 10.0.0.0/8, ::1',
})
const addresses = z
  .string()
  .transform((list) => list.split(',').map((each) => each.trim()))
  .pipe(z.array(address))

const smtpAddress = z.url({
  protocol: /^smtps?$/u,
  error: 'an address that begins with smtp:// or smtps:// is needed',
})
const sender = z.string().includes('@', { error: 'an address is needed, such as Plumbline <desk@example.org>' })

const authorityAddress = z
  .url({ protocol: /^https?$/u, error: 'an address that begins with http:// or https:// is needed' })
  .transform((url) => new URL(url))
  .refine(({ username, password }) => !username && !password, {
    error: 'an address without a name and a password is needed',
  })
  .transform(({ href }) => href)

const schema = z.object({
  PORT: z.preprocess(emptyIsUnset, z.coerce.number().int().min(0).max(65_535).default(3000)),
  HOST: optional,
  DATABASE_URL: optional,
  DATABASE_OWNER_URL: optional,
  SIGNING_DIR: optional,
  PUBLIC_ORIGIN: z.preprocess(emptyIsUnset, publicOrigin.optional()),
  TRUSTED_PROXIES: z.preprocess(emptyIsUnset, addresses.default([])),
  SMTP_URL: z.preprocess(emptyIsUnset, smtpAddress.optional()),
  MAIL_FROM: z.preprocess(emptyIsUnset, sender.optional()),
  PLUMBLINE_SEAL_AFTER: z.preprocess(emptyIsUnset, z.coerce.number().int().min(0).max(36_500).default(30)),
  PLUMBLINE_TIMESTAMP_URL: z.preprocess(emptyIsUnset, authorityAddress.optional()),
  PLUMBLINE_DEV: optional,
})

export type Env = z.output<typeof schema>

/**
 * The settings of this process.
 * @throws {Error} with one sentence that names the first setting that is wrong.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = schema.safeParse(source)
  if (result.success) return expectLinks(result.data)
  const [issue] = result.error.issues
  throw new Error(`The setting ${issue?.path[0]?.toString() ?? ''} is not right: ${issue?.message ?? 'unreadable'}.`)
}

function expectLinks(env: Env): Env {
  if (!env.SMTP_URL || env.PUBLIC_ORIGIN) return env
  throw new Error('Letters carry links: set PUBLIC_ORIGIN to the address that people use.')
}

/** What whoever starts this should know of its settings: one sentence or two for each. */
export function cautions({ PUBLIC_ORIGIN, TRUSTED_PROXIES, DATABASE_URL, SIGNING_DIR }: Env): string[] {
  const isUntrusting = PUBLIC_ORIGIN?.startsWith('https:') && TRUSTED_PROXIES.length === 0
  return [...(isUntrusting ? [untrusting] : []), ...(DATABASE_URL && !SIGNING_DIR ? [nearCheckout] : [])]
}

const untrusting =
  'TRUSTED_PROXIES is not set: the addresses of people are not known behind the proxy that speaks https, and limits ' +
  'such as that of sign-in count for all of them together. Name the addresses of the proxy there.'
const nearCheckout =
  'SIGNING_DIR is not set: the key that signs histories lies on this machine, where this checkout keeps its data. Name a ' +
  'folder there that outlives a new deployment and is the same for all processes on this database.'
