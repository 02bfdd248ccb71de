import { Agent, get, type IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'

/** What a reader got. */
export interface Answer {
  readonly body: Buffer
  /** How many bytes came over the wire. */
  readonly packed: number
}

/** Readers of some addresses of one server, over connections that stay open. */
export class Readers {
  /** How many came, and how many of them were told that they have it already. */
  asked = 0
  unchanged = 0
  readonly #origin: string
  readonly #paths: readonly string[]
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 })
  readonly #etags = new Map<string, string>()

  constructor(origin: string, paths: readonly string[]) {
    this.#origin = origin
    this.#paths = paths
  }

  /** Reads every address once. */
  async readAll(): Promise<ReadonlyMap<string, Answer>> {
    const found = new Map<string, Answer>()
    for (const path of new Set(this.#paths)) {
      const response = await this.#open(path, {})
      const bytes = await bytesOf(response)
      if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}.`)
      this.#etags.set(path, response.headers.etag ?? '')
      const isPacked = response.headers['content-encoding'] === 'gzip'
      found.set(path, { body: isPacked ? gunzipSync(bytes) : bytes, packed: bytes.length })
    }
    return found
  }

  /** So many come each second, each at their time; how long each waited for the first byte since then, sorted. */
  async come(perSecond: number, seconds: number): Promise<number[]> {
    const waits: Promise<number>[] = []
    const begun = performance.now()
    for (let index = 0; index < perSecond * seconds; index += 1) {
      const due = begun + (index * 1_000) / perSecond
      while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
      waits.push(this.#wait(index, due))
    }
    return (await Promise.all(waits)).toSorted((one, other) => one - other)
  }

  async #wait(index: number, due: number): Promise<number> {
    const path = this.#paths[index % this.#paths.length] ?? ''
    // Every other reader was here before.
    const known = this.#etags.get(path) ?? ''
    const response = await this.#open(path, index % 2 === 0 && known !== '' ? { 'if-none-match': known } : {})
    const waited = performance.now() - due
    await bytesOf(response)
    this.asked += 1
    if (response.statusCode === 304) this.unchanged += 1
    else if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}.`)
    return waited
  }

  #open(path: string, headers: Record<string, string>): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options = { agent: this.#agent, headers: { 'accept-encoding': 'gzip', ...headers } }
      get(`${this.#origin}${path}`, options, resolve).on('error', reject)
    })
  }
}

async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** What so large a part of sorted figures does not exceed. */
export function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
