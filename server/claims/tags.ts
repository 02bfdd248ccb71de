export const mostTags = 20
export const longestTag = 50

/** One spelling for each tag: composed, in lower case, single spaces, no sign before it. */
function normalTag(typed: string): string {
  return typed.normalize('NFC').toLowerCase().replaceAll(/\s+/gu, ' ').trim().replace(/^#\s*/u, '')
}

/** The tags that somebody typed with commas or lines between them, each once. */
export function tagsIn(typed: string): readonly string[] {
  const tags = typed.split(/[,;\n]/u).map(normalTag)
  return [...new Set(tags)].filter((tag) => tag !== '')
}
