import { blocksOf, type Unread } from './blocks.ts'
import { deviation, Deviations, type Deviation } from './deviations.ts'
import { identityOf } from './identity.ts'
import { repairKinds, type Node, type Repair } from './json.ts'
import { hasNoType, isOfType, Properties, type ObjectNode } from './properties.ts'
import { readRating, type WrittenRating } from './rating.ts'
import { readAddress, readDate, type WrittenDate } from './values.ts'

/** What a ClaimReview says, read leniently; empty where it says nothing. Addresses are full ones, or empty. */
export interface ClaimReview {
  /** Letter by letter as it stands in what was brought in. */
  readonly raw: string
  readonly claimReviewed: string
  readonly url: string
  readonly name: string
  readonly published: WrittenDate
  /** Who checked. */
  readonly publisher: string
  /** Who claimed it. */
  readonly claimants: readonly string[]
  readonly claimDate: WrittenDate
  readonly appearances: readonly Appearance[]
  readonly rating: WrittenRating
  /** A language tag as it is written. */
  readonly language: string
  readonly deviations: readonly Deviation[]
}

/** Where a claim appeared: an address, or words where no address was read. */
export interface Appearance {
  readonly url: string
  readonly words: string
}

/** What was found in a file, a page or a pasted text. */
export interface ReadClaimReviews {
  readonly reviews: readonly ClaimReview[]
  readonly unread: readonly Unread[]
}

/** The largest input, in bytes of UTF-8, and how many objects of it are read. */
export const inputLimit = 1_048_576
export const mostReviews = 500

const most = { statement: 2_000, name: 300, title: 500, language: 35 }

/**
 * Finds every ClaimReview in JSON or in a page's JSON-LD, at whatever place, and reads each from its own object alone:
 * what it refers to elsewhere is not followed, so that the object by itself always reads the same (schema.org/ClaimReview;
 * real deviations after research on published objects). Never throws, and guesses no verdict.
 */
export function readClaimReviews(input: string, base = ''): ReadClaimReviews {
  if (new TextEncoder().encode(input).length > inputLimit)
    return refused('too-large', 'This is larger than 1 MB. Bring it in in parts.')
  if (input.includes('\0')) return refused('not-json', 'This is no text.')
  const { blocks, unread } = blocksOf(input)
  const all = blocks.flatMap(({ node, repairs }) => objectsIn(node).map((object) => ({ object, repairs })))
  const reviews = withoutRepeated(
    all.slice(0, mostReviews).map(({ object, repairs }) => readReview(input, object, { repairs, base })),
  )
  const sentence = `This holds ${all.length} reviews; only the first ${mostReviews} were read. Bring the others in by another file.`
  const tooMany: Unread[] = all.length > mostReviews ? [{ id: 'too-many', sentence }] : []
  const nothing: Unread[] =
    all.length + unread.length === 0 ? [{ id: 'nothing-found', sentence: 'This holds no ClaimReview.' }] : []
  return { reviews, unread: [...unread, ...tooMany, ...nothing] }
}

const refused = (id: Unread['id'], sentence: string): ReadClaimReviews => ({ reviews: [], unread: [{ id, sentence }] })

/** The ClaimReviews in a value, in their order; none is looked for inside another one. */
function objectsIn(node: Node): readonly ObjectNode[] {
  if (node.kind === 'list') return node.items.flatMap(objectsIn)
  if (node.kind !== 'object') return []
  if (isOfType(node, 'ClaimReview') || (hasNoType(node) && hasStatement(node))) return [node]
  return node.entries.flatMap(([, value]) => objectsIn(value))
}

const hasStatement = (object: ObjectNode) => object.entries.some(([name]) => /^claimReviewed$/iu.test(name))

function withoutRepeated(reviews: readonly ClaimReview[]): ClaimReview[] {
  const known = new Set<string>()
  return reviews.map((review) => {
    const identity = identityOf(review)
    const isRepeated = known.has(identity)
    known.add(identity)
    return isRepeated
      ? { ...review, deviations: [...review.deviations, deviation('repeated-object', 'object')] }
      : review
  })
}

interface Around {
  readonly repairs: readonly Repair[]
  readonly base: string
}

function readReview(input: string, object: ObjectNode, { repairs, base }: Around): ClaimReview {
  const found = new Deviations()
  const review = new Properties(object, '', found)
  for (const id of repairsWithin(repairs, object)) found.note(id, 'object')
  readFrame(review)
  const claimReviewed = review.text('claimReviewed', most.statement)
  if (claimReviewed === '') found.note('empty-claim', 'claimReviewed')
  if (claimReviewed.length > 75) found.note('long-claim', 'claimReviewed')
  const fields = {
    claimReviewed,
    url: addressOf(review, base, found),
    name: review.text('name', most.title) || review.text('headline', most.title),
    published: dateOf(review, 'datePublished', found),
    publisher: publisherOf(review),
    ...readItem(review, base, found),
    rating: readRating(review, found),
    language: languageOf(review),
  }
  return { raw: input.slice(object.start, object.end), ...fields, deviations: found.all }
}

/** What was put right within an object, each kind once: repairs come in the order of their places, and may be a million. */
function repairsWithin(repairs: readonly Repair[], { start, end }: ObjectNode): ReadonlySet<Repair['id']> {
  let [from, to] = [0, repairs.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((repairs[middle]?.at ?? 0) < start) from = middle + 1
    else to = middle
  }
  const found = new Set<Repair['id']>()
  for (let index = from; found.size < repairKinds.length; index += 1) {
    const repair = repairs[index]
    if (!repair || repair.at >= end) break
    found.add(repair.id)
  }
  return found
}

function readFrame(review: Properties): void {
  const context = review.first('@context')
  if (context === null) review.note('no-context', '@context')
  else if (context.kind === 'text' && !/^https?:\/\/(?:www\.)?schema\.org\/?$/iu.test(context.text.trim()))
    review.note('other-context', '@context', context.text)
  if (review.isUntyped) review.note('no-type', '@type')
  else review.noteType('ClaimReview')
}

function addressOf(review: Properties, base: string, found: Deviations): string {
  const text = textOrId(review, 'url')
  if (text === '') review.note('no-address', 'url')
  return readAddress(text, base, review.field('url'), found)
}

/** An address as a text, or as the object that JSON-LD writes for one. */
function textOrId(of: Properties, name: string): string {
  const node = of.first(name)
  const id = node?.kind === 'object' ? node.entries.find(([each]) => each === '@id')?.[1] : undefined
  return of.textOf(id ?? node, name, 4_000)
}

const dateOf = (of: Properties, name: string, found: Deviations): WrittenDate =>
  readDate(of.text(name, 100), of.field(name), found)

function publisherOf(review: Properties): string {
  const name = nameOf(review, review.first('author'), 'author')
  if (name === null) review.note('no-publisher', 'author')
  if (name === '') review.note('publisher-unnamed', 'author')
  return name ?? ''
}

/** The name of a person or organisation; empty for one without, null for nobody. */
function nameOf(of: Properties, node: Node | null, name: string): string | null {
  if (node === null) return null
  if (node.kind !== 'object') {
    const text = of.textOf(node, name, most.name)
    if (text !== '') of.note('text-for-object', name)
    return text
  }
  return of.object(node, name)?.text('name', most.name) ?? ''
}

type Item = Pick<ClaimReview, 'claimants' | 'claimDate' | 'appearances'>

function readItem(review: Properties, base: string, found: Deviations): Item {
  const node = review.first('itemReviewed')
  const item = review.object(node, 'itemReviewed')
  if (item === null) {
    review.note(node === null || node.kind === 'object' ? 'no-item-reviewed' : 'other-kind', 'itemReviewed')
    return { claimants: [], claimDate: { text: '', day: '' }, appearances: [] }
  }
  if (!item.isOf('Claim') && !item.isUntyped) item.note('old-item-type', '@type', item.types)
  item.noteType('Claim')
  const claimDate = dateOf(item, 'datePublished', found)
  if (claimDate.text === '') item.note('no-claim-date', 'datePublished')
  return { claimants: claimantsOf(item), claimDate, appearances: appearancesOf(item, base, found) }
}

function claimantsOf(item: Properties): readonly string[] {
  const nodes = item.all('author')
  if (nodes.length === 0) item.note('no-claimant', 'author')
  const names = nodes.map((node) => nameOf(item, node, 'author') ?? '')
  if (names.includes('')) item.note('claimant-unnamed', 'author')
  return [...new Set(names.filter((name) => name !== ''))].slice(0, 20)
}

function appearancesOf(item: Properties, base: string, found: Deviations): readonly Appearance[] {
  const names = ['firstAppearance', 'appearance'] as const
  const read = names.flatMap((name) => {
    const node = item.node(name)
    if (node?.kind === 'list') item.note('appearance-list', name)
    return item
      .all(name)
      .slice(0, 50)
      .map((each) => appearanceOf(item, each, { name, base, found }))
  })
  const all = read.filter(({ url, words }) => url !== '' || words !== '')
  if (all.length === 0) item.note('no-appearance', 'appearance')
  return all
}

interface At {
  readonly name: string
  readonly base: string
  readonly found: Deviations
}

function appearanceOf(item: Properties, node: Node, { name, base, found }: At): Appearance {
  const field = item.field(name)
  if (node.kind === 'object') {
    const work = new Properties(node, field, found)
    const address = textOrId(work, 'url') || work.text('@id', 4_000)
    return { url: readAddress(address, base, field, found), words: work.text('name', most.name) }
  }
  const text = item.textOf(node, name, 4_000)
  // Words, as “Facebook”, are no address that lacks a part.
  if (!/[/.:]/u.test(text) || /\s/u.test(text)) {
    if (text !== '') item.note('appearance-text', name, text)
    return { url: '', words: text.slice(0, most.name).toWellFormed() }
  }
  return { url: readAddress(text, base, field, found), words: '' }
}

function languageOf(review: Properties): string {
  const node = review.first('inLanguage')
  if (node?.kind !== 'object') return review.textOf(node, 'inLanguage', most.language)
  return review.object(node, 'inLanguage')?.text('alternateName', most.language) ?? ''
}
