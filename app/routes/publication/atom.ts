import { published } from '#app/http/published.server.ts'
import { feedOf } from './feed.server.ts'
import { atomFeed } from '#server/publication/feeds.ts'

/** What a team published last, as Atom. */
export const loader = published(async (asked) => ({
  text: atomFeed(await feedOf(asked)),
  type: 'application/atom+xml',
}))
