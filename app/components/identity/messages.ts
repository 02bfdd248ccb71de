export const identityMessages = {
  wrong: 'This e-mail address and password do not fit together. Check both and try again.',
  noTeam:
    'You are no longer a member of a team here, so you cannot be let in. Ask an admin of your team to add you again.',
  unreachable: 'The server could not be reached. Try again when you are connected.',
  unavailable: 'The server cannot look that up just now. Try again in a moment.',
  refused:
    'This page is not open to you any more: you have left its team, or it is gone. What you typed here was not saved and will not be; copy it before you leave.',
  signedOut: 'Your sign-in has ended.',
  signedOutShort: 'signed out',
  lightOrDark: 'Light or dark',
  kept: 'What you type stays on this page and is saved once you sign in again.',
  somebodyElse: (now: string, before: string) =>
    `${now} is signed in in this browser now; this page was opened by ${before}. Nothing that is typed or pressed here is sent under the name of ${now}. Copy what is not saved before you go on.`,
  goOn: (name: string) => `Go on as ${name}`,
  signInAgain: 'Sign in again',
  email: 'E-mail',
  password: 'Password',
  cancel: 'Not now',
} as const
