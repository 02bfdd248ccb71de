export const identityMessages = {
  wrong: 'This e-mail address and password do not fit together. Check both and try again.',
  signedOut: 'Your sign-in has ended.',
  kept: 'What you type stays on this page and is saved once you sign in again.',
  somebodyElse: (now: string, before: string) =>
    `${now} is signed in in this browser now; this page was opened by ${before}. Nothing that is typed or pressed here is sent under the name of ${now}. Copy what is not saved before you go on.`,
  goOn: (name: string) => `Go on as ${name}`,
  signInAgain: 'Sign in again',
  email: 'E-mail',
  password: 'Password',
  cancel: 'Not now',
} as const
