// An error as it may be written down. What people write reaches errors as parameters of queries, in sentences of the
// database and in texts that could not be read: sealed ratings, words under embargo, addresses of people.

/** An error without what it was about; `stack` is the lines that say where, the innermost first. */
export interface LoggedError {
  readonly name: string
  readonly message: string
  readonly stack: readonly string[]
  /** What the database, the driver or the system says of it in words of their own: the code, the constraint … */
  readonly facts: Readonly<Record<string, string | number>>
  readonly cause?: LoggedError
  readonly errors?: readonly LoggedError[]
}

/** Names from the schema, from PostgreSQL and from the system: never values. */
const factNames = [
  'code',
  'severity',
  'schema_name',
  'table_name',
  'column_name',
  'constraint_name',
  'data_type_name',
  'routine',
  'syscall',
  'command',
  'responseCode',
  'status',
] as const

const deepest = 5

/** An error with its causes as it may be written to a log: without parameters, rows and values. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: 'This is no error.', stack: [], facts: {} }
  const inner = depth < deepest
  const { cause } = error
  const several = 'errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : null
  return {
    name: 'params' in error ? 'DrizzleQueryError' : error.name,
    message: messageOf(error),
    stack: framesOf(error),
    facts: factsOf(error),
    ...(cause !== undefined && inner && { cause: loggedError(cause, depth + 1) }),
    ...(several && inner && { errors: several.slice(0, deepest).map((each) => loggedError(each, depth + 1)) }),
  }
}

/** What may be written down of an error in one line: its own message and those of its causes. */
export function loggedLine(error: unknown): string {
  const lines: string[] = []
  for (let each: LoggedError | undefined = loggedError(error); each; each = each.cause ?? each.errors?.[0]) {
    lines.push(each.message)
  }
  return lines.filter((line) => line !== '').join(': ')
}

const withheld = (why: string) => `What it says is not written down: ${why}`

/**
 * States of PostgreSQL whose sentences name what is in the schema and nothing else. Those of others quote values, as of
 * a text that is no number, or of a query for words (which is a syntax error of its own).
 */
const namesOnly = /^(?:08|23|25|40|42(?!601)|53|55|57|58|P0)/u

// No attempt begins amid a word: a long one would be passed as often as it has letters.
const mailAddress = /(?<![\p{L}\p{N}._+%'-])[\p{L}\p{N}._+%'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu

function messageOf(error: Error): string {
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  if ('params' in error) return 'query' in error ? `Failed query: ${String(error.query)}` : 'Failed query'
  if (typeof severity === 'string' && !namesOnly.test(String(code))) return withheld(`see the code ${String(code)}.`)
  // It quotes what could not be read.
  if (error.name === 'SyntaxError') return withheld('it quotes a text.')
  if (code === 'ERR_UNHANDLED_REJECTION') return withheld('it quotes what was thrown.')
  return error.message.replaceAll(mailAddress, '…@…')
}

/** The lines of a stack below its message, which may look like them; none where the message is not in it. */
function framesOf({ stack = '', message }: Error): string[] {
  const from = stack.indexOf(message)
  if (from === -1) return []
  return stack
    .slice(from + message.length)
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .map((line) => line.trim())
}

function factsOf(error: Error): Record<string, string | number> {
  const facts: Record<string, string | number> = {}
  for (const name of factNames) {
    const fact = (error as unknown as Record<string, unknown>)[name]
    if (typeof fact === 'string' || typeof fact === 'number') facts[name] = fact
  }
  return facts
}
