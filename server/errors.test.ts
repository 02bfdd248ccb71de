import { DrizzleQueryError } from 'drizzle-orm/errors'
import { describe, expect, it } from 'vitest'
import { asProblem, Problem } from './errors.ts'

const withCode = (code: string) => Object.assign(new Error('It did not work.'), { code })

describe('asProblem', () => {
  it.each(['CONNECTION_CLOSED', 'CONNECT_TIMEOUT', 'ECONNREFUSED', '57P01', '08006', '53300'])(
    'tells a database that is away by %s, also behind the query that met it',
    (code) => {
      expect(asProblem(withCode(code))?.status).toBe(503)
      expect(asProblem(new DrizzleQueryError('select 1', [], withCode(code)))?.id).toBe('unavailable')
    },
  )

  it.each(['23505', '42P01', 'ERR_INVALID_ARG_TYPE'])('leaves %s a mistake of ours', (code) => {
    expect(asProblem(withCode(code))).toBeNull()
  })

  it('hands on a problem', () => {
    const problem = new Problem('not-found', 'There is nothing here.')
    expect(asProblem(problem)).toBe(problem)
    expect(asProblem('a word')).toBeNull()
  })
})
