import * as encoding from 'lib0/encoding'
import { expect, it } from 'vitest'
import { answerFrame, questionFrame, readFrame } from './frames.ts'
import { messageType } from './protocol.ts'

const numbers = (...counts: number[]) =>
  encoding.encode((encoder) => counts.forEach((count) => encoding.writeVarUint(encoder, count)))

it('an answer says to which question, and yes or no', () => {
  expect(readFrame(answerFrame(7, true))).toEqual({ kind: 'answer', question: 7, isSaved: true })
  expect(readFrame(answerFrame(70_000, false))).toEqual({ kind: 'answer', question: 70_000, isSaved: false })
})

it('an answer of neither yes nor no, or cut short, cannot be read', () => {
  expect(() => readFrame(numbers(messageType.answer, 7, 2))).toThrow('neither yes nor no')
  for (const length of [1, 2]) expect(() => readFrame(answerFrame(7, true).slice(0, length))).toThrow()
})

it('a question is the server’s alone: from a page it says nothing', () => {
  expect(readFrame(questionFrame(7, 'claim'))).toEqual({ kind: 'other' })
})
