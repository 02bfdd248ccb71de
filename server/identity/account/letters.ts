import type { Letter } from '../../notifications/mail.gateway.ts'

/** The link that lets somebody choose a new password. */
export const resetLetter = (to: string, link: string): Letter => ({
  to,
  subject: 'Choose a new password for Plumbline',
  text: `Somebody, most likely you, asked for a new password for this address.

Choose it here, once, within one hour:
${link}

If it was not you, do nothing: your password stays as it is.
`,
})

/** Tells that the password is another one now. */
export const changedLetter = (to: string, origin: string): Letter => ({
  to,
  subject: 'Your password for Plumbline was changed',
  text: `The password of this address was changed just now, and every other browser was signed out.

If it was not you, choose another one at once:
${origin}/sign-in/forgotten
`,
})

/** Tells of a sign-in from a browser that was never seen before. */
export const newBrowserLetter = (
  to: string,
  { browser, network, origin }: { browser: string; network: string; origin: string },
): Letter => ({
  to,
  subject: 'New sign-in to Plumbline',
  text: `Somebody signed in with your address and password in a browser that you have not used before:
${browser}${network ? `, from ${network}` : ''}.

If it was you, there is nothing to do. If not, choose a new password at once; that signs every browser out:
${origin}/sign-in/forgotten
`,
})

/** The link by which somebody joins a team. */
export const invitationLetter = (
  to: string,
  { team, by, link }: { team: string; by: string; link: string },
): Letter => ({
  to,
  subject: `Join ${team} on Plumbline`,
  text: `${by} invites you to ${team} on Plumbline.

Join here, once, within 72 hours:
${link}

If you do not know what this is, do nothing.
`,
})

/** Tells that an account was opened under this address: the link to it may have been opened by somebody else. */
export const joinedLetter = (to: string, origin: string): Letter => ({
  to,
  subject: 'Your account on Plumbline',
  text: `An account was opened under this address just now, by an invitation.

If it was not you, choose a password at once; that signs whoever opened it out:
${origin}/sign-in/forgotten
`,
})
