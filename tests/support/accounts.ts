import type { System } from '#server/context.ts'
import type { Accounts, Caller } from '#server/identity/account/commands.ts'
import { createAttempts } from '#server/identity/attempts.gateway.ts'
import { createDevices } from '#server/identity/devices.gateway.ts'
import { createSessions, type Browser } from '#server/identity/sessions.gateway.ts'
import { createPost, type Letter } from '#server/notifications/mail.gateway.ts'

const unsent = { smtpUrl: undefined, from: '', mostPause: 0 }

/** What proves who people are, as the server composes it; letters are kept instead of sent. */
export function accountsOver(system: System, secure = false): Accounts & { readonly letters: Letter[] } {
  const letters: Letter[] = []
  const onError = (error: unknown) => {
    throw error
  }
  return {
    ...system,
    sessions: createSessions(system.db, system.now, secure),
    devices: createDevices(system.db, system.now, secure),
    attempts: createAttempts(system.db),
    post: createPost({ ...unsent, onUnsent: (letter) => void letters.push(letter), onError }),
    origin: 'http://plumbline.test',
    letters,
  }
}

export const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'

/** A browser that a test's person signs in with. */
export const someBrowser: Browser = { userAgent: firefox, address: '192.0.2.1', deviceHash: '' }

/** A browser that nobody has signed in with, somewhere else each time. */
export function stranger(address: string, cookies: string | null = null): Caller {
  return { address, cookies, userAgent: firefox }
}

/** What a browser sends back of the cookies that it was given. */
export const sentBack = (cookies: readonly string[]): string => cookies.map((each) => each.split(';')[0]).join('; ')
