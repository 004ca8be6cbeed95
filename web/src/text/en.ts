/** Every text a learner reads. Another language is another file of this shape, named in `text.ts`. */
export const en = {
  locale: 'en-GB',
  appName: 'Usher',
  loading: 'Loading…',
  opensInNewTab: '(opens in a new tab)',

  fields: {
    email: 'Email address',
    password: 'Password',
    newPassword: 'New password',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    show: 'Show',
    hide: 'Hide',
    passwordIsShown: 'Your password is shown.',
    passwordIsHidden: 'Your password is hidden.',
    emailMissing: 'Write your email address.',
    emailIncomplete: 'Write the whole address, like jane@example.com.',
    passwordMissing: 'Write your password.',
    passwordTooShort: 'This is too short yet.',
    passwordTooLong: (most: number) => `This is too long: at most ${most} characters.`,
    passwordRule: (least: number) => `At least ${least} characters`,
    ruleMet: 'Long enough.',
    ruleUnmet: 'Not long enough yet.',
  },

  setPassword: {
    title: 'Choose your password',
    welcome: (organization: string) => `Welcome to ${organization}`,
    intro: (email: string) =>
      `Choose a password for ${email}. With it and your email address you can always come back.`,
    submit: 'Save and see my courses',
    submitting: 'Saving…',
  },

  expiredLink: {
    title: 'This link has expired',
    intro: (email: string) =>
      `Links work for a short time, to keep your account safe. We can mail a fresh one to ${email}.`,
    submit: 'Mail me a fresh link',
    submitting: 'Sending…',
  },

  unknownLink: {
    title: 'This link does not work any more',
    intro: 'It may have been used already, or a newer one was mailed since.',
    signIn: 'If you have chosen your password, sign in:',
    otherwise: 'Otherwise, write your email address and we mail you a fresh link:',
  },

  linkMailed: {
    title: 'Look into your mailbox',
    intro: (email: string) => `A fresh link is on its way to ${email}.`,
    late: 'It should be there within a few minutes. If not, look among the spam. Only the newest link works.',
  },

  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    submitting: 'Signing in…',
    wrong: 'The email address or the password is not right.',
    forgotten: 'Forgotten your password, or none yet?',
    signedOut: 'You are signed out.',
  },

  forgottenPassword: {
    title: 'Choose a new password',
    intro: 'Write your email address and we mail you a link to choose a new password.',
    submit: 'Mail me a link',
    submitting: 'Sending…',
    back: 'Back to sign in',
    doneTitle: 'Look into your mailbox',
    done: (email: string) => `If ${email} has an account here, a link to choose a new password is on its way to it.`,
    doneLate:
      'Nothing there after a few minutes? Look among the spam, or try the address that you bought your course with.',
  },

  courses: {
    title: 'My courses',
    signOut: 'Sign out',
    signingOut: 'Signing out…',
    groups: { lesson: 'Lessons', practice_test: 'Practice tests', mock_test: 'Mock tests' },
    more: (count: number) => `${count} more`,
    notOpenYet: (count: number) => `Not open yet (${count})`,
    inside: (count: number) => `What is inside (${count})`,
    emptyTitle: 'No courses yet',
    emptyIntro: 'As soon as your school or training company gives you a course, it appears here by itself.',
    emptyHints: [
      'Just bought one? It can take a minute. Come back to this page and it will look again.',
      'Courses belong to the email address they were bought with. If you used another one, sign out and sign in with that.',
      'Still nothing? Ask whoever sold you the course, and name the address you are signed in with.',
    ],
  },

  access: {
    forEver: 'For ever',
    until: (moment: string, left: string) => `Until ${moment} (${left} left)`,
    lessThanAnHour: 'less than an hour',
    startsOn: (date: string) => `Starts on ${date}`,
    suspended: (organization: string) => `Suspended: ask ${organization}`,
    endedOn: (date: string) => `Ended on ${date}`,
    ended: 'Ended',
    revoked: (organization: string) => `Taken back: ask ${organization}`,
    completed: 'Completed',
  },

  notFound: {
    title: 'There is no such page',
    intro: 'The address may have been cut short or mistyped.',
    home: 'Go to my courses',
  },

  failure: {
    title: 'That did not work',
    retry: 'Try again',
    requestId: 'If you ask for help, name this number:',
  },

  errors: {
    invalid: 'Something in this form is not right. Please look it through.',
    unauthenticated: 'Please sign in again.',
    forbidden: 'You may not do this.',
    not_found: 'This is not here any more.',
    conflict: 'This changed in the meantime. Please load the page again.',
    gone: 'This has expired.',
    rate_limited: 'Too many tries. Please wait a quarter of an hour, then try again.',
    unavailable: 'The server is busy or being looked after. Please try again in a minute.',
    unreachable: 'The server cannot be reached. Are you connected to the internet?',
    unexpected: 'Something went wrong on our side. Please try again.',
  },
}
