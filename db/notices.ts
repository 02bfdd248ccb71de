import { connect, type Address, type Connection } from './client.ts'

const pingEvery = 3_000
const silence = 10_000
const ping = 'ping'

export interface Notices {
  close(): Promise<void>
}

export interface NoticeListener {
  hear(notice: string): void
  /** Listening has begun, or begun again: notices may have been missed. */
  begin(): void
}

/**
 * Hears the notices of a channel for as long as it is open. A listener that hears nothing, not even itself, is
 * replaced: the driver gives up listening for good when the database is away for longer than a moment.
 */
export function followNotices(pool: Connection, address: Address, channel: string, listener: NoticeListener): Notices {
  let client: Connection | null = null
  let heardAt = 0
  const hear = (notice: string) => {
    heardAt = Date.now()
    if (notice !== ping) listener.hear(notice)
  }
  const listen = async () => {
    heardAt = Date.now()
    const last = client
    const next = connect(address, { max: 1 })
    client = next
    await last?.sql.end({ timeout: 0 })
    await next.sql.listen(channel, hear, () => listener.begin())
  }
  const look = () => {
    const isSilent = Date.now() - heardAt > silence
    // Whatever fails here is tried again at the next look.
    void (isSilent ? listen() : pool.sql.notify(channel, ping)).catch(() => {})
  }
  const timer = setInterval(look, pingEvery)
  timer.unref()
  look()
  return {
    async close() {
      clearInterval(timer)
      await client?.sql.end({ timeout: 1 })
    },
  }
}
