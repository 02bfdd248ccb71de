import { deepest, NotJson, readJson, type Node, type Repair } from './json.ts'

/** A part of what was brought in that could not be read, by name and in a sentence. */
export interface Unread {
  readonly id: 'too-large' | 'not-json' | 'broken-block' | 'too-deep' | 'no-block' | 'nothing-found' | 'too-many'
  readonly sentence: string
}

/** A JSON value of the input. */
export interface Block {
  readonly node: Node
  readonly repairs: readonly Repair[]
}

/** What may stand around JSON in a script: comments and CDATA, as pages of long ago wrote them. */
const wrapping = /(?:[\s\uFEFF;,]|<!--|-->|<!\[CDATA\[|\]\]>|\/\*|\*\/|\/\/)*/uy

/** The JSON values of a file, one or several behind each other, or of a page's JSON-LD scripts; and what was not read. */
export function blocksOf(input: string): { readonly blocks: readonly Block[]; readonly unread: readonly Unread[] } {
  if (!input.trimStart().startsWith('<') || /^\s*<!(?:--|\[)/u.test(input)) {
    const whole = valuesIn(input, 0, input.length)
    if (whole.blocks.length > 0 || !hasScript(input))
      return { ...whole, unread: whole.fault ? [ofFile(whole.fault)] : [] }
  }
  const scripts = scriptsOf(input)
  if (scripts.length === 0) {
    const sentence = 'This page has no part in JSON-LD. Choose another page, or paste the JSON itself.'
    return { blocks: [], unread: [{ id: 'no-block', sentence }] }
  }
  const read = scripts.map(({ start, end }) => valuesIn(input, start, end))
  const unread = read.flatMap(({ fault }, index) => (fault ? [ofBlock(fault, index + 1)] : []))
  return { blocks: read.flatMap(({ blocks }) => blocks), unread }
}

/** The values that stand behind each other in a part of the input, and at what reading ended early. */
function valuesIn(input: string, start: number, end: number): { blocks: readonly Block[]; fault: NotJson | null } {
  const part = input.slice(0, end)
  const blocks: Block[] = []
  for (let at = afterWrapping(part, start); at < end;) {
    try {
      const block = readJson(part, at)
      blocks.push(block)
      at = afterWrapping(part, block.node.end)
    } catch (error) {
      if (!(error instanceof NotJson)) throw error
      return { blocks, fault: error }
    }
  }
  return { blocks, fault: blocks.length === 0 ? new NotJson(start) : null }
}

function afterWrapping(text: string, at: number): number {
  wrapping.lastIndex = at
  return at + (wrapping.exec(text)?.[0].length ?? 0)
}

const hasScript = (input: string) => /<script\b/iu.test(input)

/** Where the JSON-LD of a page stands. Scripts in a comment are no part of the page. */
function scriptsOf(page: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let at = 0; at < page.length;) {
    const opening = next(/<script\b|<!--/giu, page, at)
    if (opening === null) break
    const isComment = opening.words === '<!--'
    const start = next(isComment ? /-->/gu : />/gu, page, opening.end)?.end ?? page.length
    at = start
    if (isComment) continue
    const closing = next(/<\/script\b/giu, page, start)
    const isData = /type\s*=\s*["']?\s*application\/ld\+json/iu.test(page.slice(opening.end, start))
    if (isData && start < page.length) found.push({ start, end: closing?.start ?? page.length })
    at = closing?.end ?? page.length
  }
  return found
}

/** Where something stands next. The text stays as it is: in small letters it could be of another length. */
function next(pattern: RegExp, text: string, from: number) {
  pattern.lastIndex = from
  const found = pattern.exec(text)
  return found && { words: found[0], start: found.index, end: found.index + found[0].length }
}

const tooDeep = `lies more than ${deepest} levels deep and was not read.`

function ofFile({ isTooDeep, at }: NotJson): Unread {
  return isTooDeep
    ? { id: 'too-deep', sentence: `What is in it ${tooDeep}` }
    : { id: 'not-json', sentence: `This is not JSON from character ${at + 1} on, nor a page with JSON-LD.` }
}

function ofBlock({ isTooDeep }: NotJson, number: number): Unread {
  return isTooDeep
    ? { id: 'too-deep', sentence: `Part ${number} of the page’s JSON-LD ${tooDeep}` }
    : { id: 'broken-block', sentence: `Part ${number} of the page’s JSON-LD is broken and was not read to its end.` }
}
