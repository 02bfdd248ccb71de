import { beforeEach, expect, it } from 'vitest'
import { Questions } from './questions.ts'
import { emptyLedger, note, type Ledger, type LedgerNews } from './unsaved.ts'

const joined: LedgerNews[] = [
  { type: 'opened' },
  { type: 'sent' },
  { type: 'synced' },
  { type: 'acknowledged', frames: 1 },
]
const typed: LedgerNews[] = [{ type: 'changed' }, { type: 'sent' }]

let ledger: Ledger
let questions: Questions
let answers: boolean[]

beforeEach(() => {
  ledger = emptyLedger
  questions = new Questions()
  answers = []
})

function happens(...news: LedgerNews[]): void {
  for (const each of news) {
    ledger = note(ledger, each)
    questions.look(ledger)
  }
}

const ask = () => questions.ask(ledger, (isSaved) => answers.push(isSaved))

it('a page in which nothing was typed answers at once', () => {
  ask()
  happens(...joined)
  ask()
  expect(answers).toEqual([true, true])
})

it('what was typed until the question is waited for, not what is typed after it', () => {
  happens(...joined, ...typed)
  ask()
  happens(...typed)
  expect(answers).toEqual([])
  happens({ type: 'acknowledged', frames: 2 })
  expect([answers, ledger.pending]).toEqual([[true], 2])
  happens({ type: 'acknowledged', frames: 3 })
  expect(answers).toEqual([true])
})

it('on another socket the first frame brings all of it again', () => {
  happens(...joined, ...typed, ...typed)
  ask()
  happens({ type: 'lost' }, { type: 'changed' }, { type: 'opened' }, { type: 'sent' }, ...typed, { type: 'synced' })
  expect(answers).toEqual([])
  happens({ type: 'acknowledged', frames: 1 })
  expect([answers, ledger.pending > 0]).toEqual([[true], true])
})

it('while somebody is signed out nothing is said', () => {
  happens(...joined, ...typed, { type: 'signed-out' })
  ask()
  happens({ type: 'lost' }, { type: 'renewed' })
  expect(answers).toEqual([])
})

it('words that will never be saved are told, and a document that ended with none is not to blame', () => {
  happens(...joined, ...typed)
  ask()
  happens({ type: 'ended' })
  ask()
  expect(answers).toEqual([false, false])
  ledger = { ...ledger, pending: 0 }
  ask()
  expect(answers).toEqual([false, false, true])
})
