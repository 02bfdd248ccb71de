import { createHash } from 'node:crypto'

/** One letter of a text: who typed it here, and whose it may have been before they put it back. */
export interface Letter {
  readonly sign: string
  readonly by: string
  readonly earlier: readonly string[]
}

/** A part of a claim, with everybody who had a hand in it. */
interface Part {
  readonly id: string
  readonly hands: readonly string[]
}
interface ModelEvidence extends Part {
  readonly slug: string
  readonly stance: 'supports' | 'refutes' | 'context'
  readonly quote: string
}
interface ModelFigure extends Part {
  readonly low: string
}
interface ModelCorrection extends Part {
  readonly wrong: string
  readonly seq: number
}

export interface ModelApproval {
  readonly seq: number
  readonly by: string
  readonly hash: string
  readonly text: string
  readonly override: string
  readonly roles: readonly string[]
  readonly authors: readonly string[]
  readonly perhaps: readonly string[]
}
interface ModelPublication {
  readonly seq: number
  readonly isLater: boolean
  readonly hash: string
  readonly text: string
  readonly quorum: number
  /** On whose word it rests surely, and on whose perhaps. */
  readonly surely: readonly string[]
  readonly perhaps: readonly string[]
}

export type ModelText = 'statement' | 'analysis'
export type ModelRules = Readonly<Record<'sources' | 'threads' | 'relations', boolean>> & { readonly quorum: number }
/** Who approves now, and how many of them it takes. */
export interface Judged {
  readonly quorum: number
  readonly editors: readonly string[]
}

export const firstRules: ModelRules = { sources: true, threads: true, relations: true, quorum: 1 }

/** Text of JSON with sorted names: what RFC 8785 says of values without fractions. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`
}

/** SHA-256 in hex, by another implementation than that of the code under test. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The source of a piece of evidence as readers see it. */
export const sourceOf = (slug: string) => ({
  url: `https://${slug}.example/page`,
  title: `Report of ${slug}`,
  publisher: slug,
  author: 'A. Author',
  publishedOn: '2025-05-23',
})

/** A claim as DESIGN says it is, letter by letter and hand by hand, told by what people did to it and nothing else. */
export class ModelClaim {
  readonly id: string
  readonly quote: string
  readonly texts: Record<ModelText, Letter[]>
  /** What was taken out of its texts last, to be put back. */
  cut: readonly Letter[] = []
  stage = 'open'
  submittedSeq = 0
  verdict: { rating: string; reason: string; by: string; seq: number } | null = null
  details = { claimant: '', hands: [] as string[], seq: 0 }
  appearance = { firstWhere: '', hands: [] as string[], seq: 0 }
  evidence: readonly ModelEvidence[] = []
  figures: readonly ModelFigure[] = []
  corrections: readonly ModelCorrection[] = []
  openThreads: readonly string[] = []
  readonly approvals: ModelApproval[] = []
  readonly publications: ModelPublication[] = []
  /** How many publications there were when it was last taken back in public. */
  retracted = 0
  /** Every content hash that it ever had. */
  readonly hashes: string[] = []
  readonly #maker: string
  readonly #takers = { surely: new Set<string>(), perhaps: new Set<string>() }

  constructor(id: string, quote: string, maker: string) {
    this.id = id
    this.quote = quote
    this.#maker = maker
    const letters = Array.from(quote, (sign) => ({ sign, by: maker, earlier: [] }))
    this.texts = { statement: letters, analysis: [] }
  }

  textOf(name: ModelText): string {
    return this.texts[name].map(({ sign }) => sign).join('')
  }

  insert(name: ModelText, at: number, letters: readonly Letter[]): void {
    this.texts[name].splice(at, 0, ...letters)
  }

  /** Takes letters out; whoever takes out those of others has a hand in what is left, until it is published. */
  remove(name: ModelText, at: number, length: number, by: string): void {
    this.cut = this.texts[name].splice(at, length)
    const others = this.cut.filter((letter) => letter.by !== by || letter.earlier.some((each) => each !== by))
    if (others.some((letter) => letter.by !== by && !letter.earlier.includes(by))) this.#takers.surely.add(by)
    if (others.length > 0) this.#takers.perhaps.add(by)
  }

  /** Takes away something that these had brought in, the same way. */
  takeAway(hands: readonly string[], by: string): void {
    if (hands.some((each) => each !== by)) this.#takers.surely.add(by)
  }

  /** Who is an author, surely; and who may be one besides, of letters that somebody put back. */
  authors(): { surely: ReadonlySet<string>; perhaps: ReadonlySet<string> } {
    const letters = [...this.texts.statement, ...this.texts.analysis]
    const parts = [...this.evidence, ...this.figures, ...this.corrections, this.details, this.appearance]
    const surely = new Set([
      // Who chose its passage.
      this.#maker,
      ...letters.map(({ by }) => by),
      ...parts.flatMap(({ hands }) => hands),
      ...(this.verdict ? [this.verdict.by] : []),
      ...this.#takers.surely,
    ])
    return { surely, perhaps: new Set([...letters.flatMap(({ earlier }) => earlier), ...this.#takers.perhaps]) }
  }

  /** What a reader would see, as canonical text. */
  text(): string {
    const evidence = ['supports', 'refutes', 'context'].flatMap((wanted) =>
      this.evidence
        .filter(({ stance }) => stance === wanted)
        .map(({ slug, stance, quote }) => ({
          stance,
          quote,
          locator: 'p. 1',
          source: { ...sourceOf(slug), kind: 'primary' },
        })),
    )
    const said = { claimant: this.details.claimant, saidOn: '', place: '', language: '' }
    const nothing = { high: '', asOf: '', scope: '', stockOrFlow: '', periodFrom: '', periodTo: '' }
    return canonical({
      version: 1,
      statement: this.textOf('statement'),
      analysis: this.textOf('analysis'),
      ...said,
      firstUrl: '',
      firstWhere: this.appearance.firstWhere,
      firstOn: '',
      rating: this.verdict?.rating ?? '',
      reason: this.verdict?.reason ?? '',
      figures: this.figures.map(({ low }) => ({ bound: 'exactly', low, unit: 'people', ...nothing })),
      evidence,
      quotes: [this.quote],
      report: { title: 'Budget', publisher: 'The Ministry', sourceUrl: '' },
      corrections: this.corrections.map(({ wrong }) => ({ wrong, now: 'Less.', why: 'A slip.', since: '2025-05-24' })),
    })
  }

  hash(): string {
    return sha256(this.text())
  }

  /** The approvals of what stands, one of each editor. */
  given(): readonly ModelApproval[] {
    const hash = this.hash()
    const all = this.approvals.filter((each) => each.seq > this.submittedSeq && each.hash === hash)
    return all.filter(({ by }, index) => all.findIndex((other) => other.by === by) === index)
  }

  /** Those of them that count: of who is an editor still, and became no author since. */
  counting(editors: readonly string[]): readonly ModelApproval[] {
    const { surely } = this.authors()
    return this.given().filter(({ by }) => editors.includes(by) && !surely.has(by))
  }

  isPublic(): boolean {
    return this.publications.length > this.retracted
  }

  /** Whether readers had something of it, or are still to have it: not what was taken back before its time. */
  hasReaders(): boolean {
    return this.publications.some(({ isLater }, index) => !isLater || index >= this.retracted)
  }

  unpublished(): readonly ModelCorrection[] {
    return this.corrections.filter(({ seq }) => seq > (this.publications.at(-1)?.seq ?? 0))
  }

  /** Whether a rule of the team misses anything. */
  misses(rules: ModelRules, isBroken: boolean, override: string): boolean {
    const slugs = this.evidence.filter(({ stance }) => stance !== 'context').map(({ slug }) => slug)
    return (
      this.textOf('statement').trim() === '' ||
      this.verdict === null ||
      (rules.sources && new Set(slugs).size < 2) ||
      (rules.threads && this.openThreads.length > 0) ||
      (rules.relations && isBroken && override === '')
    )
  }

  approve(approval: Pick<ModelApproval, 'seq' | 'by' | 'roles' | 'override'>, { quorum, editors }: Judged): void {
    const { surely, perhaps } = this.authors()
    const authors = { authors: [...surely], perhaps: [...perhaps] }
    this.approvals.push({ ...approval, ...authors, hash: this.hash(), text: this.text() })
    this.stage = this.counting(editors).length >= quorum ? 'approved' : 'in-review'
  }

  /** `isLater` says that readers have it in a time that does not come here. */
  publish(seq: number, { quorum, editors }: Judged, isLater: boolean): void {
    const { perhaps } = this.authors()
    const counting = this.counting(editors).map(({ by }) => by)
    this.publications.push({
      seq,
      isLater,
      hash: this.hash(),
      text: this.text(),
      quorum,
      surely: counting.filter((each) => !perhaps.has(each)),
      perhaps: counting.filter((each) => perhaps.has(each)),
    })
    this.#takers.surely.clear()
    this.#takers.perhaps.clear()
    this.stage = 'published'
  }
}
