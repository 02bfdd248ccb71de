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

const worstFirst = [
  'refused',
  'signed-out',
  'not-saved',
  'reconnecting',
  'saving',
  'read-only',
  'saved',
] as const satisfies readonly SavedState['kind'][]

/** What is true of all that was typed in a page: the worst of what is true of its parts, `here` being the open claim. */
export function savedOnPage(here: SavedState, signedOut: boolean, waiting: readonly WaitingWords[]): SavedState {
  const kinds = [here.kind, ...waiting.map(({ saved }) => saved.kind), ...(signedOut ? ['signed-out'] : [])]
  const kind = worstFirst.find((each) => kinds.includes(each)) ?? here.kind
  return { kind, unsaved: waiting.reduce((sum, { saved }) => sum + saved.unsaved, 0) }
}

/** Whether somebody should be told of it. */
export const isBad = (kind: SavedState['kind']): boolean => worstFirst.indexOf(kind) < worstFirst.indexOf('saving')
