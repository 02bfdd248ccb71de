import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { independentSources } from './independence.ts'

const source = (url: string, publisher = '') => ({ url, publisher })

describe('how many sources are independent of each other', () => {
  it('counts none of none, and one of one', () => {
    expect(independentSources([])).toBe(0)
    expect(independentSources([source('https://www.icrc.org/en/1', 'ICRC')])).toBe(1)
  })

  it('takes two of one publisher as one, whatever its case and spaces', () => {
    const sources = [source('https://a.example/1', 'The  Daily News '), source('https://b.example/2', 'the daily news')]
    expect(independentSources(sources)).toBe(1)
  })

  it('takes two of one registrable domain as one', () => {
    expect(
      independentSources([source('https://www.bbc.co.uk/1', 'BBC News'), source('http://news.bbc.co.uk', '')]),
    ).toBe(1)
    expect(independentSources([source('https://münchen.de/'), source('https://www.xn--mnchen-3ya.de/2')])).toBe(1)
  })

  it('tells domains apart below a public suffix, and people below a host of pages', () => {
    expect(independentSources([source('https://bbc.co.uk'), source('https://guardian.co.uk')])).toBe(2)
    expect(independentSources([source('https://anna.github.io'), source('https://ben.github.io')])).toBe(2)
  })

  it('tells machines without a domain apart by their address', () => {
    expect(
      independentSources([source('http://192.0.2.1/a'), source('http://192.0.2.1/b'), source('http://192.0.2.2')]),
    ).toBe(2)
  })

  it('takes what hangs together through a third as one, in any order', () => {
    const sources = [
      source('https://one.example', 'First'),
      source('https://two.example', 'Second'),
      source('https://one.example', 'Second'),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(sources, { minLength: 3 }), (shuffled) => independentSources(shuffled) === 1),
    )
  })

  it('takes those of unknown origin as one together', () => {
    expect(independentSources([source(''), source('not an address'), source('https://a.example')])).toBe(2)
  })

  it('never counts more with a source twice than once', () => {
    const any = fc.record({
      url: fc.constantFrom('', 'https://a.example', 'https://b.example/x', 'https://www.b.example', 'nonsense'),
      publisher: fc.constantFrom('', 'A', 'a ', 'B', 'C'),
    })
    fc.assert(
      fc.property(
        fc.array(any),
        (sources) => independentSources([...sources, ...sources]) === independentSources(sources),
      ),
    )
  })
})
