/** At most two letters of a name, as they stand for it where there is little room. */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/u)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join('')
    .toLocaleUpperCase()
}
