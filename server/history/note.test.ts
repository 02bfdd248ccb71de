import { generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ed25519 } from '@noble/curves/ed25519.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkpointText, originOfTeam, readCheckpoint } from './checkpoint.ts'
import { keyText, noteOf, openNote, readKey, type NoteKey } from './note.ts'
import { leafHash } from './tree.ts'

// The example in the documentation of Go's golang.org/x/mod/sumdb/note.
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const goText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const goNote = `${goText}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

/** Somebody who signs notes. */
function signer(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key: NoteKey = {
    name,
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)),
  }
  const bytes = (text: string) => Buffer.from(text)
  return { key, note: (text: string) => noteOf(text, key, sign(null, bytes(text), privateKey)) }
}

describe.each([
  ['where signatures can be checked', crypto],
  ['where they cannot, as in a page over plain HTTP', {}],
])('a signed note, %s', (_where, given) => {
  beforeEach(() => void vi.stubGlobal('crypto', given))
  afterEach(() => void vi.unstubAllGlobals())

  it('that Go published opens with its key, and not with a letter changed', async () => {
    const key = readKey(goKey)!
    expect(keyText(key)).toBe(goKey)
    expect(await openNote(goNote, key)).toBe(goText)
    expect(await openNote(goNote.replace('answer', 'Answer'), key)).toBeNull()
    expect(await openNote(goNote.replace('x08go', 'x08gp'), key)).toBeNull()
    expect(readKey(goKey.replace('c74f', 'c74e'))).toBeNull()
  })

  it('opens with the key that signed it alone, whoever else signed it', async () => {
    const [own, other] = [signer('desk.example/history'), signer('desk.example/history')]
    const note = own.note('one\ntwo\n')
    expect(await openNote(note, own.key)).toBe('one\ntwo\n')
    expect(await openNote(note, other.key)).toBeNull()
    const both = `${note}${other.note('one\ntwo\n').split('\n\n')[1]}`
    expect(await openNote(both, own.key)).toBe('one\ntwo\n')
    expect(await openNote(both, other.key)).toBe('one\ntwo\n')
  })

  it('is refused whole when its form is not right', async () => {
    const { key, note } = signer('desk')
    const good = note('one\n')
    for (const bad of [
      good.trimEnd(),
      good.replace('\n\n', '\n'),
      `${good}—\n`,
      good.replace('one', 'o\u0000ne'),
      '',
    ]) {
      expect(await openNote(bad, key), JSON.stringify(bad)).toBeNull()
    }
  })
})

describe('a checkpoint', () => {
  const one = { origin: originOfTeam('plumbline.example', 'desk'), size: 12, root: leafHash(Uint8Array.of(1)) }

  it('is read as it was written, with further lines or without', () => {
    expect(readCheckpoint(checkpointText(one))).toEqual(one)
    expect(readCheckpoint(`${checkpointText(one)}more\n`)).toEqual(one)
  })

  it.each([
    '',
    'origin\n',
    'origin\n01\nAAAA\n',
    'origin\n-1\nAAAA\n',
    'origin\n1\nAAAA\n',
    checkpointText(one).trimEnd(),
  ])('is nothing else: %j', (text) => expect(readCheckpoint(text)).toBeNull())
})

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string }
    readonly tests: readonly {
      readonly tcId: number
      readonly msg: string
      readonly sig: string
      readonly result: string
    }[]
  }[]
}

const file = join(process.env['PLUMBLINE_SHARED_DATA'] ?? '../shared/data', 'vectors/ed25519-wycheproof.json')

const holdsWithout = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return ed25519.verify(signature, message, key, { zip215: false })
  } catch {
    return false
  }
}

describe('the signatures of C2SP/wycheproof', () => {
  it.skipIf(!existsSync(file))('are told good from bad', async () => {
    const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as Wycheproof
    const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
    let count = 0
    for (const { publicKey, tests } of testGroups) {
      const { pk } = publicKey
      const key = await crypto.subtle.importKey('raw', bytes(pk), { name: 'Ed25519' }, true, ['verify'])
      for (const { tcId, msg, sig, result } of tests) {
        const holds = await crypto.subtle.verify({ name: 'Ed25519' }, key, bytes(sig), bytes(msg))
        expect(holds, `${tcId}`).toBe(result === 'valid')
        expect(holdsWithout(bytes(pk), bytes(msg), bytes(sig)), `${tcId}, without the browser`).toBe(holds)
        count += 1
      }
    }
    expect(count).toBe(151)
  })
})
