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
  /**
   * Sends a letter before the answer is given, to whoever may know that there is one.
   * @throws {Error} when the mail server does not take it; `onError` is told why.
   */
  sendNow(letter: Letter): Promise<void>
  /** Resolves when nothing is on its way any more, or has been for too long. */
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
  /** For how many milliseconds `settled` waits at most: the mail server may never answer, and the end must come. */
  readonly patience?: number
}

/** For how many milliseconds a mail server may be silent. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const

/** Makes the way for letters. */
export function createPost(options: Options): Post {
  const { smtpUrl, from, onUnsent, onError, mostPause = 1_000, patience = 3_000 } = options
  const transport = smtpUrl ? createTransport({ url: smtpUrl, ...timeouts }, { from }) : null
  const underWay = new Set<Promise<void>>()

  async function deliver(make: () => Promise<Letter | null>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, mostPause * (0.2 + 0.8 * Math.random())))
    const letter = await make()
    if (letter) await handOver(letter)
  }

  async function handOver(letter: Letter): Promise<void> {
    if (transport) await transport.sendMail(letter)
    else onUnsent(letter)
  }

  return {
    sendsMail: transport !== null,
    async sendNow(letter) {
      try {
        await handOver(letter)
      } catch (error) {
        onError(error)
        throw error
      }
    },
    send(make) {
      const sending = deliver(make)
        .catch(onError)
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    async settled() {
      let timer: NodeJS.Timeout | undefined
      const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)))
      await Promise.race([Promise.all(underWay), tooLong])
      clearTimeout(timer)
      if (underWay.size > 0) onError(new Error('The mail server does not answer: letters were given up.'))
      transport?.close()
    },
  }
}
