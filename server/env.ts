import { z } from 'zod'

const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value)
const optional = z.preprocess(emptyIsUnset, z.string().optional())

const schema = z.object({
  PORT: z.preprocess(emptyIsUnset, z.coerce.number().int().min(0).max(65_535).default(3000)),
  HOST: optional,
  DATABASE_URL: optional,
  DATABASE_OWNER_URL: optional,
  PUBLIC_ORIGIN: z.preprocess(emptyIsUnset, z.url().optional()),
  SMTP_URL: z.preprocess(
    emptyIsUnset,
    z.url({ protocol: /^smtps?$/u, error: 'write smtp://… or smtps://…' }).optional(),
  ),
  MAIL_FROM: z.preprocess(emptyIsUnset, z.string().includes('@').optional()),
  PLUMBLINE_DEV: optional,
})

export type Env = z.output<typeof schema>

/**
 * The settings of this process.
 * @throws {Error} with one sentence that names the first setting that is wrong.
 */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const result = schema.safeParse(source)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Error(`The setting ${issue?.path.join('.') ?? ''} is not right: ${issue?.message ?? 'unreadable'}.`)
}
