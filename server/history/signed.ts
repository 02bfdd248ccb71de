import type { Checkpoint } from './checkpoint.ts'
import { isSame, rootOf, type Peaks } from './tree.ts'

/** What somebody signed of a history; null when it was not signed so, or cannot be read. */
export interface SignedHead {
  readonly subject: string
  readonly head: Checkpoint | null
}

/** What was signed of a team's history, by how many entries it had. */
export type SignedHeads = Map<number, readonly SignedHead[]>

/** What is wrong in what was signed when the history had these peaks; it is taken out, as looked at. */
export function wrongSigned(signed: SignedHeads, size: number, peaks: Peaks): { subject: string; what: string } | null {
  const heads = signed.get(size) ?? []
  signed.delete(size)
  for (const { subject, head } of heads) {
    if (!head) return { subject, what: 'it was not signed by the key of this server, or cannot be read' }
    if (head.size !== size) return { subject, what: `it says that there were ${head.size} entries` }
    if (!isSame(head.root, rootOf(peaks))) return { subject, what: 'the entries that it was signed for were others' }
  }
  return null
}

/** What is left that was signed of no entry that there is. */
export function unmetSigned(signed: SignedHeads, size: number): { subject: string; what: string } | null {
  for (const [at, heads] of signed) {
    const [first] = heads
    if (!first) continue
    const unread = wrongSigned(new Map([[at, heads.filter(({ head }) => !head)]]), at, [])
    return unread ?? { subject: first.subject, what: `it was signed for ${at} entries, but there are ${size}` }
  }
  return null
}
