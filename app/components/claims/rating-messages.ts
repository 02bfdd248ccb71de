export const ratingMessages = {
  give: 'Give your rating',
  giveSecond: (first: string) => `Give your rating (${first} has given one, which you see afterwards)`,
  giveAgain: 'Give another rating',
  how: 'Two people rate this claim, each before seeing the other’s rating. If they agree, that is the verdict. If not, both are shown, and the claim goes back.',
  own: 'Your rating',
  waiting: 'Waiting for a second person. Nobody else sees your rating until then.',
  given: (first: string) => `${first} has given a rating; it is shown once a second person has given theirs.`,
  differing: 'Two people rated it differently:',
  differ: 'ratings differ, to be settled',
  ratedSame: (person: string) => `${person} rated it the same`,
  settled: (number: number, rating: string) => `Two people rated claim ${number} the same: ${rating}.`,
  differed: (number: number) => `Two people rated claim ${number} differently.`,
} as const
