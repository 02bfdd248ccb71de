import { expect, it, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { tellOwnPresence } from './own-presence.ts'

it('tells one’s own presence, and not that of others again', () => {
  const WebSocketPolyfill = { OPEN: 1 } as never
  const options = { connect: false, disableBc: true, WebSocketPolyfill }
  const provider = new WebsocketProvider('ws://nowhere', 'room', new Y.Doc(), options)
  const send = vi.fn()
  Object.assign(provider, { wsconnected: true, ws: { readyState: 1, OPEN: 1, send, close: () => {} } })
  tellOwnPresence(provider)
  const other = new Awareness(new Y.Doc())
  other.setLocalState({ field: 'notes' })
  applyAwarenessUpdate(provider.awareness, encodeAwarenessUpdate(other, [other.clientID]), provider)
  expect(send).not.toHaveBeenCalled()
  provider.awareness.setLocalState({ field: 'analysis' })
  expect(send).toHaveBeenCalledOnce()
  expect(provider.awareness.getStates().size).toBe(2)
  other.destroy()
  provider.destroy()
})
