import { createTransport } from 'nodemailer'

export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends letters to people. */
export interface Post {
  /** Whether letters reach people; otherwise they are in the log, for whoever runs the server to hand on. */
  readonly sendsMail: boolean
  /**
   * Makes and sends a letter behind the answer that is given meanwhile: how long that takes, and whether there is one,
   * tells nobody anything.
   */
  send(make: () => Promise<Letter | null>): void
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>
}

interface Options {
  /** Where mail goes out; without it, letters go to `onUnsent`. */
  readonly smtpUrl: string | undefined
  readonly from: string
  readonly onUnsent: (letter: Letter) => void
  readonly onError: (error: unknown) => void
  /** For how many milliseconds at most a letter waits, so that its work falls on nobody's answer in particular. */
  readonly mostPause?: number
}

/** Makes the way for letters. */
export function createPost({ smtpUrl, from, onUnsent, onError, mostPause = 1_000 }: Options): Post {
  const transport = smtpUrl ? createTransport(smtpUrl, { from }) : null
  const underWay = new Set<Promise<void>>()

  async function deliver(make: () => Promise<Letter | null>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, mostPause * (0.2 + 0.8 * Math.random())))
    const letter = await make()
    if (!letter) return
    if (transport) await transport.sendMail(letter)
    else onUnsent(letter)
  }

  return {
    sendsMail: transport !== null,
    send(make) {
      const sending = deliver(make)
        .catch(onError)
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    async settled() {
      await Promise.all(underWay)
      transport?.close()
    },
  }
}
