import type { PublicationView, ReviewView } from './review-view.ts'

interface Shown {
  readonly publications: readonly Pick<PublicationView, 'readers' | 'visibleFrom'>[]
}

/** In how many ms from when it was looked at readers see the next publication that a page shows; null for none. */
export function untilSeen({
  open,
  whole,
  now,
}: Pick<ReviewView, 'now'> & { readonly open: Shown | null; readonly whole: Shown | null }): number | null {
  const shown = [open, whole].flatMap((each) => each?.publications ?? [])
  const later = shown.flatMap(({ readers, visibleFrom }) => (readers === 'later' ? [Date.parse(visibleFrom)] : []))
  return later.length > 0 ? Math.max(0, Math.min(...later) - Date.parse(now)) : null
}
