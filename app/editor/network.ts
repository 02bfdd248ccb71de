import type { WebsocketProvider } from 'y-websocket'

const patience = 3_000

/**
 * Looks at the connection at once when the browser says that the network went or came: a socket whose other end is
 * gone would otherwise look open for half a minute. The browser's word alone does not count: a server on the same
 * machine can be reached without any network.
 */
export function followNetwork(provider: WebsocketProvider): () => void {
  let stopped = false
  const look = async () => {
    if (!provider.shouldConnect || (await answers())) return
    // It may have been given up while this waited for the answer.
    if (stopped || !provider.shouldConnect) return
    provider.disconnect()
    provider.connect()
  }
  const onOffline = () => void look()
  const onOnline = () => {
    if (provider.shouldConnect && !provider.wsconnected) provider.connect()
  }
  window.addEventListener('offline', onOffline)
  window.addEventListener('online', onOnline)
  return () => {
    stopped = true
    window.removeEventListener('offline', onOffline)
    window.removeEventListener('online', onOnline)
  }
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(patience) })).ok
  } catch {
    return false
  }
}
