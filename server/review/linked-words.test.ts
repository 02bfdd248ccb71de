import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linked } from './linked-words.ts'

const same = (text: string) => ({ text, isChanged: false })
const other = (text: string) => ({ text, isChanged: true })

it('an address is one link, though a part of it is marked', () => {
  expect(linked([same('Readout · https://a.example/'), other('1'), same(' · end')], ['https://a.example/1'])).toEqual([
    { address: null, words: [same('Readout · ')] },
    { address: 'https://a.example/1', words: [same('https://a.example/'), other('1')] },
    { address: null, words: [same(' · end')] },
  ])
})

it('of addresses that begin alike the longest is the link', () => {
  const addresses = ['https://a.example', 'https://a.example/1']
  expect(linked([same('https://a.example/1\nhttps://a.example')], addresses).map(({ address }) => address)).toEqual([
    'https://a.example/1',
    null,
    'https://a.example',
  ])
})

it('no word and no mark is lost, whatever the addresses', () => {
  const pieces = fc.array(
    fc.record({
      text: fc.string({ minLength: 1, unit: fc.constantFrom('a', 'b', ' ', 'http://', 'https://a') }),
      isChanged: fc.boolean(),
    }),
  )
  const letters = (words: readonly { text: string; isChanged: boolean }[]) =>
    words.flatMap(({ text, isChanged }) => Array.from(text).map((letter) => ({ letter, isChanged })))
  fc.assert(
    fc.property(
      pieces,
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b') }).map((rest) => `http://${rest}`)),
      (words, addresses) => {
        expect(letters(linked(words, addresses).flatMap((each) => each.words))).toEqual(letters(words))
      },
    ),
  )
})

it('many sources with long quotes are linked as fast as they are read', () => {
  const addresses = Array.from({ length: 500 }, (_, index) => `https://a.example/${index}`)
  const quotes = addresses.map((address) => `${address} ${'ha'.repeat(1_000)} ${'https://a'.repeat(100)}`).join(' ')
  const links = linked([same(quotes)], addresses)
  expect(links.map(({ words }) => words.map(({ text }) => text).join('')).join('')).toBe(quotes)
  expect(links.filter(({ address }) => address !== null).length).toBeGreaterThan(10)
})
