import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filesOf, inOrder, madeBundle, madeHistory, signer, type Made } from '#tests/support/made-bundle.ts'
import { bundledLine, bundleFiles, readBundledLine, type BundledEntry, type LeftOut } from './bundle.ts'
import { checkBundle, type Trusted } from './check-bundle.ts'
import { isFault, type Checked, type Fault } from './checked.ts'
import { seal, type Entry } from './entry.ts'
import { keyText } from './note.ts'
import { BadArchive, type BundledFile } from './tar-file.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const history = madeHistory(75)
const desk = signer()

const checkFiles = (files: readonly BundledFile[], trusted?: Trusted) => checkBundle(inOrder(files), trusted)
const check = (made: Made, trusted?: Trusted) => checkFiles(filesOf(made), trusted)
const fault = async (made: Made, trusted?: Trusted): Promise<Fault> => {
  const outcome = await check(made, trusted)
  if (!isFault(outcome)) throw new Error('Nothing was found.')
  return outcome
}
const right = async (made: Made, trusted?: Trusted): Promise<Checked> => {
  const outcome = await check(made, trusted)
  if (isFault(outcome)) throw new Error(JSON.stringify(outcome))
  return outcome
}

const kinds = ['team', 'claim'] as const
const bundle = (type: (typeof kinds)[number], earlier: number | null = null) => madeBundle(history, desk, type, earlier)
const changed = (made: Made, lines: readonly BundledEntry[]): Made => ({ ...made, lines: [...lines] })

describe.each(kinds)('a bundle of a %s', (type) => {
  it('is right as it is, and says what was checked', async () => {
    const checked = await right(bundle(type, 30), { key: keyText(desk.key), note: desk.note(30, history) })
    expect(checked).toMatchObject({
      entries: type === 'team' ? 75 : 38,
      subjects: type === 'team' ? 4 : 2,
      first: { seq: type === 'team' ? 1 : 2 },
      last: { seq: 75 },
      checkpoint: { size: 75 },
      kept: 30,
    })
  })

  it('is right at every size', async () => {
    for (let size = 2; size <= 40; size += 1) await right(madeBundle(history.slice(0, size), desk, type, size - 1))
  })

  it(`names the entry of which any byte of a line is changed (PLUMBLINE_SEED=${seed})`, async () => {
    const made = bundle(type, 30)
    const files = filesOf(made)
    const encoded = made.lines.map((line) => new TextEncoder().encode(bundledLine(line)).length)
    await fc.assert(
      fc.asyncProperty(fc.nat(made.lines.length - 1), fc.nat(), fc.nat(6), async (index, place, bit) => {
        const file = files.findIndex(({ name }) => name.startsWith(bundleFiles.entries)) + Math.floor(index / 10)
        const start = encoded.slice(Math.floor(index / 10) * 10, index).reduce((sum, length) => sum + length, 0)
        const bytes = Uint8Array.from(files[file]!.bytes)
        // Not its end of line, which joins two of them.
        bytes[start + (place % (encoded[index]! - 1))]! ^= 1 << bit
        const outcome = await checkFiles(files.with(file, { ...files[file]!, bytes }))
        if (!isFault(outcome)) throw new Error('Nothing was found.')
        const { seq } = made.lines[index]!.entry
        const line = new TextDecoder().decode(bytes).split('\n')[index % 10] ?? ''
        const names =
          outcome.seq === seq ||
          // What was changed may be what it calls itself.
          outcome.seq === readBundledLine(line)?.entry.seq ||
          outcome.subject === `entry number ${index + 1} of the bundle`
        // What proves some entries together is on the last of them.
        expect(names || (type === 'team' && seq % 16 < 1) || seq === 75, JSON.stringify({ outcome, seq })).toBe(true)
      }),
      { seed, numRuns: 120 },
    )
  })

  it('names the byte that is changed in what it says of itself, where anything can be proven', async () => {
    const files = filesOf(bundle(type, 30))
    for (const [at, { name, bytes }] of files.entries()) {
      if (name.startsWith(bundleFiles.entries)) continue
      for (let place = 0; place < bytes.length; place += 1) {
        const other = Uint8Array.from(bytes)
        other[place]! ^= 1
        const outcome = await checkFiles(files.with(at, { name, bytes: other }))
        if (isFault(outcome)) continue
        const text = new TextDecoder().decode(bytes)
        const line = text.slice(text.lastIndexOf('\n', place) + 1, text.indexOf('\n', place))
        // Names of people are told and proven by nothing; around the key there is white space.
        expect(name === bundleFiles.about ? line : name).toMatch(/^(?:\s*"(?:mara|people)"|key\.txt$)/u)
      }
    }
  })
})

describe.each(kinds)('in a bundle of a %s', (type) => {
  const made = bundle(type)
  const { lines } = made
  const renumbered = (all: readonly BundledEntry[]) => all.map((line, index) => ({ ...line, number: index + 1 }))

  it('every entry that is dropped is named, or the one after it', async () => {
    for (const [index, { entry }] of lines.entries()) {
      const rest = lines.filter((_, at) => at !== index)
      const found = await fault(changed(made, rest))
      expect(found.seq, JSON.stringify(found)).toBe((rest[index] ?? rest.at(-1))!.entry.seq)
      // With its numbers put right, the entry after it of its subject no longer follows it.
      const hidden = await fault({
        ...changed(made, renumbered(rest)),
        about: { ...made.about, entries: rest.length },
      }).catch(() => null)
      const next = rest.find(({ entry: each }) => each.seq > entry.seq && each.subject.id === entry.subject.id)
      if (type === 'claim') expect(hidden?.seq ?? null).toBe(next?.entry.seq ?? null)
      else expect(hidden).not.toBeNull()
    }
  })

  it('two that change places, and one that is there twice, are named', async () => {
    for (let index = 0; index + 1 < lines.length; index += 1) {
      const [one, other] = [lines[index]!, lines[index + 1]!]
      const swapped = await fault(changed(made, lines.with(index, other).with(index + 1, one)))
      expect(swapped.seq).toBe(other.entry.seq)
      const renamed = await fault(changed(made, renumbered(lines.with(index, other).with(index + 1, one))))
      expect([one.entry.seq, other.entry.seq]).toContain(renamed.seq)
      for (const twice of [lines.toSpliced(index, 0, one), renumbered(lines.toSpliced(index, 0, one))]) {
        expect((await fault(changed(made, twice))).seq).toBe(one.entry.seq)
      }
    }
  })

  it('what is recorded anew from an entry on, with every hash put right, is named', async () => {
    for (let from = 2; from <= history.length; from += 5) {
      const forged = madeBundle(madeHistory(75, from), desk, type)
      const found = await fault({ ...forged, checkpoint: made.checkpoint }).catch(() => null)
      const first = forged.lines.find(({ entry }) => entry.seq >= from)
      if (type === 'claim') {
        // Its proofs are none any more, also of what was left as it was.
        expect(found?.what).toMatch(/not what was signed/u)
        const proven = forged.lines.map((line, at) => ({ ...line, inclusion: lines[at]!.inclusion }))
        expect((await fault({ ...changed(forged, proven), checkpoint: made.checkpoint })).seq).toBe(first?.entry.seq)
      } else {
        const proven = forged.lines.map((line, at) => ({ ...line, consistency: lines[at]!.consistency }))
        const { seq, what } = await fault({ ...changed(forged, proven), checkpoint: made.checkpoint })
        expect(seq).toBe(from - ((from - 1) % 16))
        expect(what).toMatch(/one of the \d+ after it, is not what was signed|^it is not what was signed/u)
      }
    }
  })

  it('another key is named, whether it is trusted or not', async () => {
    const other = signer()
    const forged = madeBundle(madeHistory(75, 40), other, type)
    await right(forged)
    expect((await fault(forged, { key: keyText(desk.key) })).what).toContain(keyText(other.key))
    expect(await fault({ ...forged, key: made.key })).toMatchObject({ subject: bundleFiles.checkpoint })
    expect(await fault({ ...made, checkpoint: forged.checkpoint })).toMatchObject({ subject: bundleFiles.checkpoint })
  })

  it('what was signed before and is not how it begins is named', async () => {
    const others = madeHistory(75, 20)
    const trusted = { note: desk.note(30, others) }
    expect((await fault(bundle(type, 30), trusted)).subject).toBe('the checkpoint that was kept')
    // Where it does not say so, nothing is known to be wrong.
    const unasked = await fault(bundle(type), { note: desk.note(30, history) }).catch(() => null)
    expect(unasked?.isUnread).toBe(type === 'team' ? undefined : true)
    expect(unasked?.what ?? 'agrees').toMatch(type === 'team' ? /^agrees$/u : /ask for one with &from=30/u)
    if (type === 'team') expect((await fault(bundle(type), trusted)).what).toMatch(/were others/u)
    expect((await fault(bundle(type), { note: signer().note(30, history) })).what).toMatch(/did not sign/u)
    const newer = { note: desk.note(75, history) }
    const old = madeBundle(history.slice(0, 50), desk, type)
    expect((await fault(old, newer)).what).toMatch(/ask for a newer one/u)
  })

  it('a bundle that says less than it was made of is found', async () => {
    for (const about of [{ size: 74 }, { entries: 74 }, { team: 'other' }, { scope: { type, id: 'other' } }]) {
      await fault({ ...made, about: { ...made.about, ...about } })
    }
    await fault({ ...made, lines: [], about: { ...made.about, entries: 0 } })
    expect((await fault({ ...made, lines: lines.slice(0, -3) })).what).toBe('after it, 3 entries are missing')
  })
})

it('a payload that may not be seen is left out with its salt, and its entry is proven all the same', async () => {
  const made = bundle('claim')
  const without = (at: number, content: LeftOut) => changed(made, made.lines.with(at, { ...made.lines[at]!, content }))
  expect((await right(without(2, 'sealed'))).leftOut).toEqual({ sealed: 1, 'other-claim': 0 })
  expect((await right(without(6, 'other-claim'))).leftOut).toEqual({ sealed: 0, 'other-claim': 1 })
  const other: Entry = seal({ ...history[5]!, payload: new Uint8Array(3) })
  const forged = without(2, 'sealed').lines.with(2, { ...made.lines[2]!, content: 'sealed', entry: other })
  expect((await fault(changed(made, forged))).seq).toBe(other.seq)
})

it('nobody leaves out what they do not like: only a rating is sealed, and only deeds of a claim name another', async () => {
  const of = (type: (typeof kinds)[number], at: number, content: LeftOut) => {
    const made = bundle(type)
    return fault(changed(made, made.lines.with(at, { ...made.lines[at]!, content })))
  }
  const wrong = [
    of('claim', 4, 'sealed'),
    of('claim', 4, 'other-claim'),
    of('team', 0, 'sealed'),
    of('team', 5, 'other-claim'),
  ]
  for (const { what } of await Promise.all(wrong)) expect(what).toBe('its payload is missing')
})

it('a line that says more than is checked is none', async () => {
  const made = bundle('claim')
  const line = bundledLine(made.lines[2]!).trimEnd()
  const [own, text] = [JSON.stringify(JSON.parse(line)), bundledLine(made.lines[4]!).trimEnd()]
  expect(readBundledLine(own)).not.toBeNull()
  const sealed = bundledLine({ ...made.lines[2]!, content: 'sealed' }).trimEnd()
  for (const forged of [
    own.replace('{', '{"payload":"forged",'),
    own.replace('"kind":', '"verdict":"true","kind":'),
    own.replace('"number":', '"number":1,"number":'),
    sealed.replace('"leftOut":', '"payload":"{}","leftOut":'),
    text.replace('"update":', '"payload":"{}","update":'),
    own.replace('{"number"', '{ "number"'),
  ]) {
    expect(readBundledLine(forged), forged).toBeNull()
  }
})

it('what stands twice, or behind the entries, is found: whoever unpacks it would read the last', async () => {
  const files = filesOf(bundle('claim'))
  const about = files.find(({ name }) => name === bundleFiles.about)!
  expect(await checkFiles([...files, about])).toMatchObject({ subject: 'about.json', what: 'it is there twice' })
  const late = [...files.filter((each) => each !== about), about]
  expect(isFault(await checkFiles(late))).toBe(true)
})

it('what was packed otherwise is not said to be changed: it cannot be checked', async () => {
  const files = filesOf(bundle('team'))
  const byName = files.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  expect(await checkFiles(byName)).toMatchObject({ subject: 'key.txt', isUnread: true })
  async function* damaged() {
    yield* files.slice(0, 2)
    throw new BadArchive('it is no archive, or was damaged')
  }
  expect(await checkBundle(damaged())).toMatchObject({ subject: 'the bundle', isUnread: true })
  const made = bundle('team')
  const forged = await check(changed(made, made.lines.slice(1)))
  expect(isFault(forged) && forged.isUnread).toBe(undefined)
})

it('an entry of the history that belongs to another claim is not taken for one of this', async () => {
  const made = bundle('claim')
  const others = madeBundle(history, desk, 'claim')
  const { salt, payload, ...entry } = history[3]!
  const line = { ...made.lines[2]!, entry, content: { salt, payload } }
  const found = await fault(changed(others, others.lines.with(2, line)))
  expect(found).toMatchObject({ seq: 4, what: 'it is of another claim' })
})
