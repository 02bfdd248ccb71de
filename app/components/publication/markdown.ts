import MarkdownIt from 'markdown-it'

const parser = new MarkdownIt('default', { html: false, linkify: false, typographer: false }).disable([
  'image',
  'table',
])

/** Whole addresses of the web and of mail; no other, and none that depends on where it is read. */
parser.validateLink = (url) => /^(?:https?:\/\/|mailto:)/iu.test(url)

parser.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'nofollow noopener')
  return self.renderToken(tokens, index, options)
}

// The page has a title and the section one of its own.
parser.core.ruler.push('headings_below', ({ tokens }) => {
  for (const token of tokens.filter(({ type }) => type.startsWith('heading_'))) {
    token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`
  }
})

/** Restricted Markdown as HTML: no HTML of its own, no images, and links that are whole addresses. */
export function markdownHtml(text: string): string {
  return parser.render(text)
}
