/* oxlint-disable no-underscore-dangle -- the provider's handler has no other name */
import type { WebsocketProvider } from 'y-websocket'

/**
 * Has a provider tell nobody's presence but this page's. On its own it also sends back what it hears of others: the
 * room has told everyone already, and it would crowd out where this person is now.
 */
export function tellOwnPresence(provider: WebsocketProvider): void {
  const { awareness } = provider
  const tell = provider._awarenessUpdateHandler
  awareness.off('update', tell)
  provider._awarenessUpdateHandler = (changes, origin) => {
    if (origin !== provider && origin !== 'timeout') tell(changes, origin)
  }
  awareness.on('update', provider._awarenessUpdateHandler)
}
