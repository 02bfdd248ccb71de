import { published } from '#app/http/published.server.ts'
import { jsonFeed } from '#server/publication/feeds.ts'
import { feedOf } from './feed.server.ts'

/** What a team published last, as JSON Feed. */
export const loader = published(async (asked) => ({
  text: jsonFeed(await feedOf(asked)),
  type: 'application/feed+json',
}))
