export type ProblemId =
  | 'not-found'
  | 'forbidden'
  | 'invalid'
  | 'changed-since'
  | 'too-large'
  | 'too-many'
  | 'signed-out'

const statuses: Record<ProblemId, number> = {
  'not-found': 404,
  forbidden: 403,
  invalid: 422,
  'changed-since': 409,
  'too-large': 413,
  'too-many': 429,
  'signed-out': 401,
}

/** The closed set of ways a request can fail; `message` is a sentence for the person, `fields` names inputs. */
export class Problem extends Error {
  readonly id: ProblemId
  readonly fields: Readonly<Record<string, string>>

  constructor(id: ProblemId, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'Problem'
    this.id = id
    this.fields = fields
  }

  /** The HTTP status that answers this problem. */
  get status(): number {
    return statuses[this.id]
  }
}
