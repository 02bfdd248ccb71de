import type { WebsocketProvider } from 'y-websocket'

const patience = 3_000
const pause = 3_000

/**
 * Looks at the connection at once when the browser says that the network went or came, and again for as long as it is
 * said to be gone: a socket whose other end is gone would otherwise look open for half a minute. The browser's word
 * alone does not count: a server on the same machine can be reached without any network.
 */
export function followNetwork(provider: WebsocketProvider): () => void {
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = async () => {
    if (!provider.shouldConnect) return
    const isThere = await answers()
    // It may have been given up while this waited for the answer.
    if (stopped || !provider.shouldConnect) return
    // The answer may have been on its way already when the network went.
    if (isThere) return navigator.onLine ? undefined : lookAgain()
    provider.disconnect()
    provider.connect()
  }
  const lookAgain = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), pause)
  }
  const onOffline = () => void look()
  const onOnline = () => {
    if (provider.shouldConnect && !provider.wsconnected) provider.connect()
  }
  window.addEventListener('offline', onOffline)
  window.addEventListener('online', onOnline)
  return () => {
    stopped = true
    clearTimeout(timer)
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
