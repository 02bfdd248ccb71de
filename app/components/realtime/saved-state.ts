/** Whether what was typed in the open claim is durable; `unsaved` counts the edits that are not yet. */
export interface SavedState {
  readonly kind: 'saved' | 'saving' | 'not-saved' | 'reconnecting' | 'read-only' | 'signed-out' | 'refused'
  readonly unsaved: number
}
