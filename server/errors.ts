export type ProblemId =
  | 'not-found'
  | 'forbidden'
  | 'invalid'
  | 'unreadable'
  | 'changed-since'
  | 'unsaved'
  | 'too-large'
  | 'too-many'
  | 'signed-out'
  | 'somebody-else'
  | 'other-team'
  | 'unavailable'

const statuses: Record<ProblemId, number> = {
  'not-found': 404,
  forbidden: 403,
  invalid: 422,
  unreadable: 400,
  'changed-since': 409,
  unsaved: 409,
  'too-large': 413,
  'too-many': 429,
  'signed-out': 401,
  'somebody-else': 409,
  'other-team': 409,
  unavailable: 503,
}

/** The closed set of ways a request can fail; `message` is a sentence for the person, `fields` names inputs. */
export class Problem extends Error {
  readonly id: ProblemId
  readonly fields: Readonly<Record<string, string>>
  /** After how many seconds it makes sense to try again, where that is known. */
  readonly retryAfter: number | undefined

  constructor(id: ProblemId, message: string, fields: Readonly<Record<string, string>> = {}, retryAfter?: number) {
    super(message)
    this.name = 'Problem'
    this.id = id
    this.fields = fields
    this.retryAfter = retryAfter
  }

  /** The HTTP status that answers this problem. */
  get status(): number {
    return statuses[this.id]
  }

  /** The headers that answer it. */
  get headers(): Record<string, string> {
    return this.retryAfter === undefined ? {} : { 'retry-after': String(this.retryAfter) }
  }
}

/** What PostgreSQL, its driver and the network say of a database that cannot be asked just now. */
const awayCode =
  /^(?:CONNECTION_\w+|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|ENOENT|ENOTFOUND|EPIPE|ETIMEDOUT|08...|53...|55P03|57...)$/u

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  return (typeof code === 'string' && awayCode.test(code)) || isDatabaseAway(error.cause)
}

/**
 * The problem that an error is to whoever asked, or null when it is a mistake of ours. Told by its name: pages and
 * server each have a copy of this file.
 */
export function asProblem(error: unknown): Problem | null {
  if (error instanceof Error && error.name === 'Problem') return error as Problem
  if (!isDatabaseAway(error)) return null
  return new Problem(
    'unavailable',
    'The database does not answer. What you typed is still here; in a moment, look whether it was saved, or try again.',
  )
}
