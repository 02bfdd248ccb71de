import { published } from '#app/http/published.server.ts'
import { dataFeed } from '#server/publication/feeds.ts'
import { feedOf } from './feed.server.ts'

/** The ClaimReviews of a team, as a DataFeed. */
export const loader = published(async (asked) => ({
  text: dataFeed(await feedOf(asked, mostReviews)),
  type: 'application/ld+json',
}))

const mostReviews = 2_000
