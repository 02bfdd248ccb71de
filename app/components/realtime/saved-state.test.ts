import { describe, expect, it } from 'vitest'
import { savedOnPage, type SavedState, type WaitingWords } from './saved-state.ts'

const saved: SavedState = { kind: 'saved', unsaved: 0 }

function waits(kind: SavedState['kind'], unsaved: number): WaitingWords {
  const claim = { claimId: 'c', number: 3, reportId: 'r', reportTitle: 'Report' }
  return { claim, saved: { kind, unsaved }, refused: null, isShown: false, forget: () => {} }
}

describe('the saved state of a page', () => {
  it('is that of the open claim when nothing waits elsewhere', () => {
    expect(savedOnPage(saved, false, [])).toEqual(saved)
    expect(savedOnPage({ kind: 'read-only', unsaved: 0 }, false, []).kind).toBe('read-only')
  })

  it('is not saved while words of any claim wait, and counts them all', () => {
    const waiting = [waits('not-saved', 2), waits('saving', 1)]
    expect(savedOnPage(saved, false, waiting)).toEqual({ kind: 'not-saved', unsaved: 3 })
    expect(savedOnPage({ kind: 'reconnecting', unsaved: 0 }, false, waiting).kind).toBe('not-saved')
  })

  it('is signed out, with or without words that wait', () => {
    expect(savedOnPage(saved, true, [])).toEqual({ kind: 'signed-out', unsaved: 0 })
    expect(savedOnPage(saved, true, [waits('signed-out', 2)])).toEqual({ kind: 'signed-out', unsaved: 2 })
  })

  it('is refused while refused words are anywhere in the page', () => {
    expect(savedOnPage(saved, false, [waits('not-saved', 1), waits('refused', 4)]).kind).toBe('refused')
  })
})
