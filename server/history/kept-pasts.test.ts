import { expect, it } from 'vitest'
import { firstWords } from '../realtime/first-words.ts'
import { KeptPasts } from './kept-pasts.ts'
import { textsOf, TextPast } from './text-past.ts'

/** An edit of its own claim, of about thirty bytes. */
const edit = (words: string) => ({ seq: 1, at: '', actor: 'ann', payload: firstWords(1, 'notes', words) })
const textOf = (past: TextPast) => textsOf(past.runsAt(1)).notes
const takeIn = (words: string, taken: string[]) => async (past: TextPast) => {
  await Promise.resolve()
  if (past.seq > 0) return
  taken.push(words)
  past.apply(edit(words), 0)
}

const sizeOf = (words: string): number => {
  const past = new TextPast()
  past.apply(edit(words), 0)
  return past.bytes
}

it('takes each past in once, however many ask for it at the same time', async () => {
  const kept = new KeptPasts()
  const taken: string[] = []
  const found = await Promise.all([1, 2, 3].map(() => kept.get('claim', takeIn('390', taken))))
  expect(found.map(textOf)).toEqual(['390', '390', '390'])
  expect(taken).toEqual(['390'])
})

it('forgets the one that was asked for longest ago when there is no more room', async () => {
  const taken: string[] = []
  const kept = new KeptPasts(2 * sizeOf('1'))
  for (const words of ['1', '2', '1', '3', '1', '2']) await kept.get(words, takeIn(words, taken))
  expect(taken).toEqual(['1', '2', '3', '2'])
})

it('keeps the newest, however much it is', async () => {
  const taken: string[] = []
  const kept = new KeptPasts(1)
  for (const words of ['1', '1', '2', '2', '1']) await kept.get(words, takeIn(words, taken))
  expect(taken).toEqual(['1', '2', '1'])
})

it('does not keep one that failed, and is rid of what failed before', async () => {
  const kept = new KeptPasts()
  const failing = async (past: TextPast) => past.apply({ ...edit(''), payload: new Uint8Array([255]) }, 0)
  await expect(kept.get('claim', failing)).rejects.toThrow('Unexpected end')
  expect(textOf(await kept.get('claim', takeIn('390', [])))).toBe('390')
})

it('does not keep ever more of those that nobody wrote in', async () => {
  const kept = new KeptPasts(10_000)
  const [claims, begun] = [Array.from({ length: 1_000 }, (_, number) => `claim ${number}`), new Set<TextPast>()]
  for (const claim of [...claims, ...claims]) await kept.get(claim, async (past) => void begun.add(past))
  expect(begun.size).toBeGreaterThan(claims.length)
})

it('tries anew for whoever waited for one that failed', async () => {
  const kept = new KeptPasts()
  const failed = kept.get('claim', async () => {
    await Promise.resolve()
    throw new Error('The database is away.')
  })
  const waiting = kept.get('claim', takeIn('390', []))
  await expect(failed).rejects.toThrow('away')
  expect(textOf(await waiting)).toBe('390')
})
