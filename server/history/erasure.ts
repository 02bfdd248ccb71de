import { bytesToHex } from '@noble/hashes/utils.js'
import { commitment, type BareEntry, type Entry } from './entry.ts'
import { sameBytes } from './links.ts'

/** What stands in the place of an entry's payload: its seq, and SHA-256 over the new salt and the new payload, in hex. */
export type Substitute = { readonly seq: number; readonly hash: string }

/** The kinds of entries by which one person proposes to erase words, it is withdrawn, or another confirms that they are erased. */
const proposalKind = 'erasure.propose'
const withdrawalKind = 'erasure.withdraw'
export const erasureKind = 'erasure.confirm'

/** Every UTF-16 unit of erased words is one of these, so that whatever counts letters stays right. */
export const block = '█'

/** Which entries of a history hold something else than was recorded, and by which entries that is so. */
export interface Erased {
  readonly entries: number
  /** The seqs of the entries that erased something, in order. */
  readonly under: readonly number[]
}

/** An entry that holds what it should not, and what is wrong with it in plain words. */
export interface WrongPayload {
  readonly seq: number
  readonly subject: string
  readonly what: string
}

/**
 * Settles what is not what was recorded with what later entries say was erased, over the entries of one history in order.
 * Of several that list an entry the newest counts. Where only some entries are at hand, what is said of others is passed over.
 */
export class Erasures {
  readonly #isWhole: boolean
  /** What each entry holds now that holds something else than was recorded. */
  readonly #substituted = new Map<number, { readonly subject: string; readonly hash: string }>()
  /** The runs of entries that hold what was recorded. */
  readonly #recorded: { readonly from: number; to: number }[] = []
  readonly #listed = new Map<number, { readonly hash: string; readonly by: number }>()
  /** Under which entries each entry was erased. */
  readonly #under = new Map<number, number[]>()
  /** Who made each proposal, while nobody has decided on it. */
  readonly #proposers: (string | null)[] = []

  /** `isWhole` says that all entries of a team are at hand: then whoever proposed an erasure is among them. */
  constructor(isWhole: boolean) {
    this.#isWhole = isWhole
  }

  /**
   * Takes the next entry, with its payload and salt where they are at hand. Answers what is wrong with it that no later entry
   * can settle: what says what was erased is itself never erased.
   */
  take(entry: BareEntry, subject: string, content: Pick<Entry, 'salt' | 'payload'> | null): WrongPayload | null {
    const { seq, kind } = entry
    if (kind === proposalKind) this.#proposers.push(entry.actor)
    if (!content) return null
    const held = commitment(content.salt, content.payload)
    if (!sameBytes(held, entry.payloadHash)) {
      this.#substituted.set(seq, { subject, hash: bytesToHex(held) })
      return kind === erasureKind ? { seq, subject, what: notRecorded } : null
    }
    const last = this.#recorded.at(-1)
    if (last && last.to === seq - 1) last.to = seq
    else this.#recorded.push({ from: seq, to: seq })
    if (kind === erasureKind) this.#list(entry, content.payload)
    if (kind === withdrawalKind) this.#proposers[said(content.payload).number - 1] = null
    return null
  }

  #list({ seq: by, actor }: BareEntry, payload: Uint8Array): void {
    const { number, erased } = said(payload)
    const proposer = this.#proposers[number - 1] ?? null
    // Nobody erases alone, and nothing that nobody proposed, or that was decided already.
    if (proposer === actor || (this.#isWhole && proposer === null)) return
    this.#proposers[number - 1] = null
    for (const { seq, hash } of erased.filter((each) => each.seq < by)) {
      this.#listed.set(seq, { hash, by })
      this.#under.set(seq, [...(this.#under.get(seq) ?? []), by])
    }
  }

  /** Whether something was found that only a later entry can settle. */
  get isOpen(): boolean {
    return this.#wrong().length > 0
  }

  /** The first entry that holds neither what was recorded nor what was put in its place; null for none. */
  get wrong(): WrongPayload | null {
    return this.#wrong()[0] ?? null
  }

  #wrong(): WrongPayload[] {
    const wrong: WrongPayload[] = []
    for (const [seq, { subject, hash }] of this.#substituted) {
      const isListed = this.#listed.get(seq)?.hash === hash
      if (!isListed) wrong.push({ seq, subject, what: notRecorded })
    }
    for (const [seq, { by }] of this.#listed) {
      const isBack = this.#recorded.some(({ from, to }) => from <= seq && seq <= to)
      if (isBack) wrong.push({ seq, subject: `entry ${seq}`, what: `it holds again what entry ${by} erased` })
    }
    return wrong.toSorted((a, b) => a.seq - b.seq)
  }

  get erased(): Erased {
    const under = [...this.#substituted.keys()].flatMap((seq) => this.#under.get(seq) ?? [])
    return { entries: this.#substituted.size, under: [...new Set(under)].toSorted((a, b) => a - b) }
  }
}

const notRecorded = 'its payload or salt is not what was recorded'

/** What an entry says that erases something; nothing where it cannot be read. */
function said(payload: Uint8Array): { readonly number: number; readonly erased: readonly Substitute[] } {
  try {
    const { number, erased } = Object(JSON.parse(new TextDecoder().decode(payload))) as Record<string, unknown>
    const isSubstitute = (each: unknown): each is Substitute => {
      const { seq, hash } = Object(each) as Record<string, unknown>
      return Number.isSafeInteger(seq) && typeof hash === 'string'
    }
    return { number: Number(number), erased: Array.isArray(erased) ? erased.filter(isSubstitute) : [] }
  } catch {
    return { number: 0, erased: [] }
  }
}

/** Which entries were erased, as a sentence; empty for none. */
export function erasedWords({ entries, under }: Erased): string {
  if (entries === 0) return ''
  const of = entries === 1 ? '1 entry' : `${entries} entries`
  const by = under.length === 1 ? 'entry' : 'entries'
  return `The words of ${of} were erased under ${by} ${under.join(', ')}.`
}
