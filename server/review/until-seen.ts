import type { PublicationView, ReviewView } from './review-view.ts'

interface Shown {
  readonly publications: readonly Pick<PublicationView, 'readers' | 'visibleFrom'>[]
}

/** How soon, in ms, it is looked again whether what waits for its signature is signed. */
const signedSoon = 5_000

/** In how many ms from when it was looked at readers may see the next publication that a page shows; null for none. */
export function untilSeen({
  open,
  whole,
  now,
}: Pick<ReviewView, 'now'> & { readonly open: Shown | null; readonly whole: Shown | null }): number | null {
  const shown = [open, whole].flatMap((each) => each?.publications ?? [])
  const waits = shown.flatMap(({ readers, visibleFrom }) => {
    if (readers === 'unsigned') return [signedSoon]
    return readers === 'later' ? [Math.max(0, Date.parse(visibleFrom) - Date.parse(now))] : []
  })
  return waits.length > 0 ? Math.min(...waits) : null
}
