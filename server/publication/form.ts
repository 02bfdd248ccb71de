import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Quantity } from '../claims/figure.ts'
import type { Rating } from '../claims/verdict.ts'
import type { Stance } from '../evidence/evidence.ts'
import type { SourceKind } from '../evidence/source.ts'
import { canonicalText, type Json } from '../history/canonical-json.ts'
import type { ReportForm } from './report-form.ts'

/**
 * What a reader sees of a claim, and nothing else: what an editor approves and what is published. A form of another
 * shape has another version; an approval is compared under its own (DESIGN §6.12).
 */
export interface ClaimForm {
  readonly version: 1
  readonly statement: string
  /** Restricted Markdown. */
  readonly analysis: string
  readonly claimant: string
  /** YYYY-MM-DD, or empty; so are the other days. */
  readonly saidOn: string
  readonly place: string
  /** A BCP 47 tag, or empty. */
  readonly language: string
  readonly firstUrl: string
  readonly firstWhere: string
  readonly firstOn: string
  /** Empty while there is no verdict. */
  readonly rating: Rating | ''
  readonly reason: string
  readonly figures: readonly Quantity[]
  readonly evidence: readonly EvidenceForm[]
  /** The exact words of the report that the claim stands on. */
  readonly quotes: readonly string[]
  readonly report: { readonly title: string; readonly publisher: string; readonly sourceUrl: string }
  /** In the order of making. */
  readonly corrections: readonly CorrectionForm[]
}

export interface EvidenceForm {
  readonly stance: Stance
  readonly quote: string
  readonly locator: string
  readonly source: {
    readonly title: string
    readonly url: string
    readonly publisher: string
    readonly author: string
    readonly publishedOn: string
    readonly kind: SourceKind
  }
}

export interface CorrectionForm {
  /** What was wrong. */
  readonly wrong: string
  /** What it says now. */
  readonly now: string
  readonly why: string
  /** Since when it had been wrong: YYYY-MM-DD. */
  readonly since: string
}

/** The version of the forms that are made now. */
export const formVersion = 1

/** The one text of a form, a claim's or a report's: canonical JSON (RFC 8785). */
export function formText(form: ClaimForm | ReportForm): string {
  return canonicalText(form as unknown as Json)
}

/** The content hash of a form by its text: SHA-256 over its UTF-8 bytes, in hex. */
export function contentHash(text: string): string {
  return bytesToHex(sha256(new TextEncoder().encode(text)))
}

/** The form that a text of this version holds. */
export function readForm(text: string): ClaimForm {
  return JSON.parse(text) as ClaimForm
}
