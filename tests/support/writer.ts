import * as Y from 'yjs'
import type { Context } from '#server/context.ts'
import { textNames, type TextName } from '#server/realtime/protocol.ts'
import type { Page } from './rooms.ts'

/** Somebody with a claim's page open, and what they cut out last. */
export class Writer {
  readonly ctx: Context
  readonly page: Page
  readonly #undo: ReadonlyMap<TextName, Y.UndoManager>
  #cut = ''

  constructor(ctx: Context, page: Page) {
    this.ctx = ctx
    this.page = page
    const managers = textNames.map((name) => [name, new Y.UndoManager(page.doc.getText(name), { captureTimeout: 0 })])
    this.#undo = new Map(managers as [TextName, Y.UndoManager][])
  }

  /** Does something to a text; `draw` gives a number below a bound. */
  act(what: TextDeed, name: TextName, draw: (below: number) => number, next: () => string): void {
    const text = this.page.doc.getText(name)
    const characters = Array.from(text.toString())
    const start = draw(characters.length + (what === 'type' || what === 'paste' ? 1 : 0) || 1)
    const place = characters.slice(0, start).join('').length
    const words = characters.slice(start, start + 2 + draw(12)).join('')
    const typed = () => Array.from({ length: 1 + draw(8) }, next).join('')
    switch (what) {
      case 'type':
        return text.insert(place, typed())
      case 'delete':
        return text.delete(place, words.length)
      case 'replace':
        return this.page.doc.transact(() => {
          text.delete(place, words.length)
          text.insert(place, typed())
        })
      case 'move':
        this.act('cut', name, draw, next)
        return this.act('paste', name, draw, next)
      case 'cut':
        // A single letter is written anew more often than it is moved (docs/decisions/004).
        if (Array.from(words).length < 2) return undefined
        text.delete(place, words.length)
        this.#cut = words
        return undefined
      case 'paste':
        return text.insert(place, this.#cut)
      case 'undo':
      case 'redo':
        return void this.#undo.get(name)?.[what]()
    }
  }

  end(): void {
    for (const manager of this.#undo.values()) manager.destroy()
    this.page.end()
  }
}

/** What somebody does to a text. */
export const textDeeds = ['type', 'delete', 'replace', 'cut', 'paste', 'move', 'undo', 'redo'] as const
type TextDeed = (typeof textDeeds)[number]
