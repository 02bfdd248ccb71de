import type { RuleName } from '#server/review/rules.ts'

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
  left: (team: string) => `You are no longer a member of ${team}. What you typed is still here to copy.`,
  leftShort: 'no longer a member',
  lightOrDark: 'Light or dark',
  kept: 'What you type stays on this page and is saved once you sign in again.',
  somebodyElse: (now: string, before: string) =>
    `${now} is signed in in this browser now; this page was opened by ${before}. Nothing that is typed or pressed here is sent under the name of ${now}. Copy what is not saved before you go on.`,
  goOn: (name: string) => `Go on as ${name}`,
  otherTeam: (now: string, before: string) =>
    `This browser is in ${now} now; this page was opened in ${before}. Nothing that is typed or pressed here is sent until you are back in ${before}.`,
  backTo: (team: string) => `Back to ${team}`,
  goOnIn: (team: string) => `Go on in ${team}`,
  someTeam: 'another team of yours',
  signInAgain: 'Sign in again',
  email: 'E-mail',
  password: 'Password',
  cancel: 'Not now',
} as const

export const resetMessages = {
  forgotten: 'Forgotten your password?',
  title: 'A new password',
  intro: 'Write your address. If it has an account here, you get a letter with a link that works once, for one hour.',
  introWithoutMail: 'Write your address. If it has an account here, a link is made that works once, for one hour.',
  noMail: 'This server sends no mail. Ask whoever runs it for the link; it is in its log.',
  send: 'Send the link',
  make: 'Make the link',
  sent: (email: string) =>
    `If ${email} has an account here, a letter with a link is on its way. Look at your mail, also among the spam.`,
  made: (email: string) => `If ${email} has an account here, a link was made.`,
  back: 'Back to sign-in',
  choose: (email: string) => `Choose a new password for ${email}. You are signed out everywhere else.`,
  newPassword: 'New password',
  rules:
    'At least 12 characters, and not one that attackers try first. Four words that have nothing to do with each other are good.',
  save: 'Save the new password',
  done: 'Your new password is saved. Sign in with it.',
  askAnew: 'Ask for a new link',
} as const

export const accountMessages = {
  title: 'Your account',
  link: 'Account',
  password: 'Password',
  current: 'Your password now',
  change: 'Change the password',
  changeNote: 'Changing it signs out every other browser, and you get a letter that says so.',
  changeNoteWithoutMail:
    'Changing it signs out every other browser. This server sends no mail: if you forget your password, ask whoever runs it for the link; it is in its log.',
  changed: 'Your password is changed. Every other browser is signed out.',
  sessions: 'Where you are signed in',
  thisOne: 'this browser',
  signedIn: 'signed in',
  lastSeen: 'last seen',
  from: (network: string) => `from ${network}`,
  end: (browser: string) => `Sign out ${browser}`,
  endOthers: 'Sign out all others',
  isNew: 'new browser',
  wasItYou:
    'Somebody signed in with your password in a browser that you had not used before. If that was not you, sign it out and change your password.',
  mine: 'It was me',
  newSignIn: 'New sign-in',
  wasItYouShort: ': was it you?',
} as const

export const teamMessages = {
  title: (team: string) => `Team: ${team}`,
  link: 'Team',
  intro:
    'Everyone here reads all reports. What you change here is recorded and takes effect at once, also for whoever is typing.',
  readOnly: 'Everyone here reads all reports. Only an admin changes who belongs to the team.',
  history: 'History of the team',
  settings: 'Settings of the team',
  roles: 'Roles',
  roleNames: {
    checker: 'Checker: brings reports in, writes claims, sources and verdicts',
    editor: 'Editor: the same as a checker; also approves and publishes what others wrote',
    auditor: 'Auditor: reads everything and its history, changes nothing',
    admin: 'Admin: decides who belongs to the team, and its settings',
  },
  auditorAlone: 'An auditor has no other role.',
  change: 'Change roles',
  changeOf: (name: string) => `Change roles of ${name}`,
  save: 'Save roles',
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  removal: (name: string) =>
    `${name} loses access at once, on every open page. What they wrote stays, under their name.`,
  keep: 'Keep',
} as const

export const settingsMessages = {
  title: 'Settings of the team',
  team: 'Members of the team',
  intro: 'What you change here is recorded and takes effect at once.',
  readOnly: 'Everyone in the team reads this. Only an admin changes it; how long reports are kept, an editor.',
  rules: 'What the team asks of a claim',
  rulesIntro:
    'A claim is approved and published only while everything holds that is asked for here. What readers have already stays.',
  fixed: 'Every team asks for this.',
  ruleHints: {
    complete: 'The claim says something, and somebody has rated it.',
    reason: 'The verdict says why, in words for readers.',
    second: 'Two people rate the claim, each before seeing the other’s rating; only if they agree is that the verdict.',
    analysis: 'The longer text for readers is not empty.',
    limits: 'No text is longer than Plumbline allows.',
    sources: 'Sources that support or refute it, of different publishers and sites. Context does not count.',
    primary: 'At least one source is marked as primary: a document or a person that knows it at first hand.',
    threads: 'Every discussion about the claim is resolved.',
    relations: 'Sums and other relations to other claims are right as the figures stand, or an editor says why not.',
    quorum: 'So many editors who are no authors of the claim approve exactly what is published.',
  } satisfies Record<RuleName, string>,
  minimum: (what: string) => `How many ${what}`,
  asked: 'asked for',
  notAsked: 'not asked for',
  atLeast: (minimum: number) => `at least ${minimum}`,
  saveRules: 'Save the rules',
  readers: 'Before your readers',
  readersIntro: 'This stands on every public page of the team, also on those that readers have already.',
  noPageYet: 'The team has no public page yet, so nothing can be published. Fill this in once to make it.',
  fields: {
    slug: 'Address',
    publisher: 'Publisher',
    homepage: 'Your own site',
    correctionsUrl: 'Corrections policy',
    contact: 'Contact',
    approvers: 'Who approved is shown',
    howWeCheck: 'How we check',
  },
  hints: {
    slug: 'What stands after /p/ in every public address, such as our-newsroom. It can never be changed: links to it last.',
    publisher: 'The name under which readers know you.',
    homepage: 'Web address of your newsroom.',
    correctionsUrl: 'Web address of your corrections policy, if you have one.',
    contact: 'Where readers report an error: an e-mail address or a web address.',
    howWeCheck: 'For readers, in Markdown: how claims are chosen and checked, and who pays for it.',
  },
  approversShown: { name: 'By name', role: 'As “an editor”' },
  fixedAddress: 'It stays as it is: readers and links know it.',
  saveReaders: 'Save for readers',
} as const

export const chooseTeamMessages = {
  label: (team: string) => `Team ${team}: choose another`,
  members: (team: string) => `Members of ${team}`,
  yours: 'Your teams',
  inIt: 'you are in it now',
  elsewhereTitle: (team: string) => `This is in ${team}`,
  elsewhere: (team: string) =>
    `You are in ${team} too, but in this browser another team of yours is chosen now. Pages of that one that are open in other tabs wait until you come back to it.`,
  goTo: (team: string) => `Go to ${team}`,
} as const

export const setUpMessages = {
  title: 'Set up Plumbline',
  intro:
    'Nobody is here yet. Found your team and become its first admin; you invite everybody else from the page Team.',
  team: 'Name of the team',
  name: 'Your name, as others will see it',
  email: 'E-mail',
  password: 'Password',
  passwordHint: 'At least 12 characters.',
  token: 'Key of the set-up link',
  tokenHint: 'What stands behind # in the link that the server printed.',
  found: 'Found the team',
} as const

export const invitationMessages = {
  title: 'Invitations',
  intro:
    'An invitation is a link. It works once, for 72 hours, and only for an account under the address that you write.',
  invite: 'Invite somebody',
  email: 'E-mail',
  make: 'Invite',
  sendIt: 'Send this link to them yourself. It is shown this once and is not kept here.',
  mailed: (email: string) => `The link is on its way to ${email}; it is shown to nobody else.`,
  link: 'Invitation link',
  copy: 'Copy',
  copied: 'Copied',
  by: (name: string) => `invited by ${name}`,
  until: 'runs out',
  withdraw: (email: string) => `Withdraw the invitation of ${email}`,
} as const

export const joinMessages = {
  title: (team: string) => `Join ${team}`,
  closed: 'Join a team',
  intro: (email: string, roles: string) => `This invitation is for ${email}, as ${roles}.`,
  name: 'Your name, as others will see it',
  password: 'Password',
  ownPassword: 'You have an account here: the password of that account.',
  newPassword: 'At least 12 characters, and not one that attackers try first. You sign in with it from now on.',
  join: 'Join',
} as const
