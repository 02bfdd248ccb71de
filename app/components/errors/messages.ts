export const errorMessages = {
  missingTitle: 'There is nothing at this address',
  missing: 'It may have been mistyped, or it belongs to another team.',
  wrongTitle: 'Something went wrong',
  away: 'The server could not show this page, because its database does not answer. What was saved is kept.',
  wrong: 'The server could not show this page. What was saved is kept.',
  reload: 'Reload the page to try again.',
  unsaved: 'Words that you typed and that are not saved yet are still in this page. Do not reload or close it.',
  backToWords: 'Go back to what you typed',
  home: 'Go to the reports',
} as const
