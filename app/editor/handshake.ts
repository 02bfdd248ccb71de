import type { WebsocketProvider } from 'y-websocket'

/**
 * Gives up a connection that is not made within `patience` (milliseconds) and leaves the provider to try anew. When the
 * other end is lost while it is being made, nobody tells: the page has nothing to say before, so no router refuses it,
 * the provider watches only what is made already, and Chromium waits for four minutes. Answers with how to stop.
 */
export function giveUpLateHandshakes(provider: WebsocketProvider, patience = 10_000): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const onStatus = ({ status }: { status: string }) => {
    clearTimeout(timer)
    if (status !== 'connecting') return
    const { ws } = provider
    timer = setTimeout(() => {
      if (provider.ws === ws && provider.wsconnecting) ws?.close()
    }, patience)
  }
  provider.on('status', onStatus)
  return () => {
    clearTimeout(timer)
    provider.off('status', onStatus)
  }
}
