import { describe, expect, it } from 'vitest'
import { emptyLedger, note, savedState, type LedgerNews } from './unsaved.ts'

const after = (...news: LedgerNews[]) => savedState(news.reduce(note, emptyLedger), false)
const joined: LedgerNews[] = [
  { type: 'opened' },
  { type: 'sent' },
  { type: 'synced' },
  { type: 'acknowledged', frames: 1 },
]

describe('the saved state', () => {
  it('is saved once everything sent is durable', () => {
    expect(after(...joined)).toEqual({ kind: 'saved', unsaved: 0 })
  })

  it('is saving until the acknowledgement of the last frame', () => {
    const typing: LedgerNews[] = [
      ...joined,
      { type: 'changed' },
      { type: 'sent' },
      { type: 'changed' },
      { type: 'sent' },
    ]
    expect(after(...typing)).toEqual({ kind: 'saving', unsaved: 2 })
    expect(after(...typing, { type: 'acknowledged', frames: 2 }).kind).toBe('saving')
    expect(after(...typing, { type: 'acknowledged', frames: 3 }).kind).toBe('saved')
  })

  it('stays not saved through a lost connection until the next socket acknowledged', () => {
    const cut: LedgerNews[] = [...joined, { type: 'changed' }, { type: 'sent' }, { type: 'lost' }, { type: 'changed' }]
    expect(after(...cut)).toEqual({ kind: 'not-saved', unsaved: 2 })
    const back: LedgerNews[] = [...cut, { type: 'opened' }, { type: 'synced' }, { type: 'sent' }]
    expect(after(...back).kind).toBe('saving')
    expect(after(...back, { type: 'acknowledged', frames: 1 }).kind).toBe('saved')
  })

  it('keeps what waits while nobody is signed in, and says why', () => {
    const out: LedgerNews[] = [...joined, { type: 'changed' }, { type: 'signed-out' }, { type: 'lost' }]
    expect(after(...out, { type: 'changed' })).toEqual({ kind: 'signed-out', unsaved: 2 })
    const back: LedgerNews[] = [...out, { type: 'opened' }, { type: 'synced' }, { type: 'sent' }]
    expect(after(...back)).toEqual({ kind: 'saving', unsaved: 1 })
    expect(after(...back, { type: 'acknowledged', frames: 1 }).kind).toBe('saved')
  })

  it('is not saving when no socket could be opened', () => {
    expect(after({ type: 'lost' })).toEqual({ kind: 'reconnecting', unsaved: 0 })
    const renewed: LedgerNews[] = [...joined, { type: 'changed' }, { type: 'signed-out' }, { type: 'renewed' }]
    expect(after(...renewed)).toEqual({ kind: 'not-saved', unsaved: 1 })
    expect(after(...renewed, { type: 'lost' })).toEqual({ kind: 'not-saved', unsaved: 1 })
  })

  it('is never saved after a refusal', () => {
    expect(after(...joined, { type: 'changed' }, { type: 'ended' })).toEqual({ kind: 'refused', unsaved: 1 })
  })
})
