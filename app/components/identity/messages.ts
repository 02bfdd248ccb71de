export const identityMessages = {
  wrong: 'This e-mail address and password do not fit together. Check both and try again.',
  signedOut: 'Your sign-in has ended.',
  kept: 'What you type stays on this page and is saved once you sign in again.',
  signInAgain: 'Sign in again',
  email: 'E-mail',
  password: 'Password',
  cancel: 'Not now',
} as const
