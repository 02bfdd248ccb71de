import type { TextName } from '#server/realtime/protocol.ts'

/** Whether what was typed in a claim is durable; `unsaved` counts the edits that are not yet. */
export interface SavedState {
  readonly kind: 'saved' | 'saving' | 'not-saved' | 'reconnecting' | 'read-only' | 'signed-out' | 'refused'
  readonly unsaved: number
}

export type Texts = Readonly<Record<TextName, string>>

/** A claim by what people call it, and where it is found. */
export interface ClaimPlace {
  readonly claimId: string
  readonly number: number
  readonly reportId: string
  readonly reportTitle: string
}

/** Words that were typed in a claim of this page and are not durable. */
export interface WaitingWords {
  readonly claim: ClaimPlace
  readonly saved: SavedState
  /** Once the server will not take them any more: the texts as they stand here, to copy. */
  readonly refused: Texts | null
  /** Whether the claim is on the screen. */
  readonly isShown: boolean
  /** Lets the words go. */
  forget(): void
}
