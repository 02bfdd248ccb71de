import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packedContents, unpackedContents } from './contents-message.ts'
import { subjectTypes, type Content } from './entry.ts'

test('contents are the same when they were packed, whatever is in them; nothing of a payload is shared', () => {
  const content = fc.record({
    teamId: fc.constant('team'),
    seq: fc.maxSafeInteger(),
    subject: fc.record({ type: fc.constantFrom(...subjectTypes), id: fc.string() }),
    kind: fc.string(),
    at: fc.string(),
    actor: fc.string(),
    payload: fc.uint8Array(),
  })
  fc.assert(
    fc.property(fc.array(content), (contents: readonly Content[]) => {
      const unpacked = unpackedContents('team', packedContents(contents))
      expect(unpacked).toEqual(contents)
      for (const { payload } of unpacked) expect(payload.buffer.byteLength).toBe(payload.length)
    }),
  )
})
