import { useCallback, useEffect, useRef, useState } from 'react'
import type { Checked, Fault } from '#server/history/checked.ts'
import { opened, Refused, type Opened } from './download.ts'
import { historyMessages } from './messages.ts'

/** How the check of an exported history stands. */
export type Verification =
  | { readonly phase: 'none' }
  | { readonly phase: 'running'; readonly entries: number; readonly of: number }
  /** `file` is what was downloaded for it, to be saved. */
  | {
      readonly phase: 'done'
      readonly outcome: Checked | Fault
      readonly at: string
      readonly file: { readonly url: string; readonly name: string } | null
    }
  | { readonly phase: 'failed'; readonly message: string }

/** Checks exported histories in the browser, one at a time, against this key. */
export function useVerification(key: string) {
  const [state, setState] = useState<Verification>({ phase: 'none' })
  const running = useRef<AbortController | null>(null)
  const saved = useRef<string | null>(null)
  const forget = useCallback(() => {
    running.current?.abort()
    if (saved.current) URL.revokeObjectURL(saved.current)
    saved.current = null
  }, [])
  useEffect(() => forget, [forget])

  const run = async (open: (signal: AbortSignal) => Promise<Opened>) => {
    forget()
    const own = new AbortController()
    running.current = own
    const set = (next: Verification) => {
      if (running.current === own && !own.signal.aborted) setState(next)
    }
    setState({ phase: 'running', entries: 0, of: 0 })
    try {
      const [{ archive, name, parts, isBroken }, { verifyStream }] = await Promise.all([
        open(own.signal),
        import('./verify-stream.ts'),
      ])
      const outcome = await verifyStream(archive, key, (entries, of) => set({ phase: 'running', entries, of }))
      if (own.signal.aborted) return
      if (isBroken()) throw new Refused(historyMessages.noAnswer)
      if (parts) saved.current = URL.createObjectURL(new Blob(parts, { type: 'application/gzip' }))
      set({
        phase: 'done',
        outcome,
        at: new Date().toISOString(),
        file: saved.current ? { url: saved.current, name } : null,
      })
    } catch (error) {
      set({ phase: 'failed', message: error instanceof Refused ? error.message : historyMessages.noAnswer })
    }
  }
  return {
    state,
    /** Downloads an exported history and checks it meanwhile. */
    download: (address: string) => void run((signal) => opened(address, signal)),
    /** Checks a file that somebody has. */
    read: (file: File) =>
      void run(async () => ({ archive: file.stream(), name: file.name, parts: null, isBroken: () => false })),
    stop() {
      forget()
      setState({ phase: 'none' })
    },
  }
}
