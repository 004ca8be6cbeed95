/** Every text a learner reads. */
export const text = {
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
    notRight: 'This is not right yet.',
  },

  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    submitting: 'Signing in…',
    wrong: 'The email address or the password is not right.',
    forgotten: 'Forgotten your password, or none yet?',
    signedOut: 'You are signed out.',
    ended: 'Your session has ended. Sign in, and you go on where you were.',
    toGoOn: 'Sign in to go on to the page that you asked for.',
    again: 'Sign in again',
    againIntro: 'Your session has ended. What you typed is still here: sign in, and it is saved.',
    goOn: 'Go on',
    goingOn: 'One moment…',
    at: (organization: string) => `Sign in to ${organization}`,
    by: (provider: string) => `Sign in with ${provider}`,
    byPasskey: 'Sign in with a passkey',
    passkeyWaiting: 'Your browser asks you…',
    passkeyRefused: 'This passkey was not accepted. Try it once more, or sign in another way.',
    orPassword: 'Or with your password:',
    otherAddress: 'Sign in with another email address',
    proveTitle: 'You have an account already',
    prove:
      'Sign in to it once by its password. It is joined with your organization’s sign-in, which is all you need from then on.',
    proveWithout: 'No password yet? Choose one first, then come back by your organization’s sign-in.',
    refused: {
      not_known: {
        title: 'You are not known here',
        hint: 'Your sign-in worked, but nobody has added you here yet. Ask your administrator to.',
      },
      suspended: {
        title: 'Your access is suspended',
        hint: 'Your sign-in worked, but your access here is suspended. Ask your administrator why.',
      },
      begin_again: {
        title: 'Please begin again',
        hint: 'The sign-in took too long, or was begun in another window or browser. Sign in once more, in this one.',
      },
      not_taken: {
        title: 'Your sign-in could not be accepted',
        hint: 'Something in what came back was not as it must be. Try once more; if it happens again, tell your administrator.',
      },
      provider_refused: {
        title: 'Your organization’s sign-in did not let you in',
        hint: 'Try once more. If you are refused again, ask your administrator whether you may use it for these courses.',
      },
      other_person: {
        title: 'That was somebody else',
        hint: 'You were to sign in there as the person that you are here, and here you are not signed in as that person. Nothing was changed.',
      },
      not_anew: {
        title: 'Your organization’s sign-in does not say that you just signed in',
        hint: 'Sign in there once more, with your password. If it happens again, tell your administrator: it must say when it looked at you.',
      },
      no_provider: {
        title: 'This sign-in is not open',
        hint: 'It was switched off, or taken away. Write your email address here to find how you sign in now.',
      },
    },
    refusedNumber: (number: string) => `For your administrator: number ${number}`,
  },

  proven: {
    title: 'It is you',
    hint: 'Close this window, and go on in the one before.',
  },

  courses: {
    title: 'My courses',
    signOut: 'Sign out',
    signingOut: 'Signing out…',
    groups: { lesson: 'Lessons', practice_test: 'Practice tests', mock_test: 'Mock tests' },
    more: (count: number) => `${count} more`,
    notOpenYet: (count: number) => `Your school opens these later (${count})`,
    inside: (count: number) => `What is inside (${count})`,
    emptyTitle: 'No courses yet',
    emptyIntro: 'As soon as your school or training company gives you a course, it appears here by itself.',
    emptyHints: [
      'Just bought one? It can take a minute. Come back to this page and it will look again.',
      'Courses belong to the email address they were bought with. If you used another one, sign out and sign in with that.',
      'Still nothing? Ask whoever sold you the course, and name the address you are signed in with.',
    ],
  },

  impersonation: {
    label: 'Acting as somebody else',
    as: (name: string) => `You act as ${name}.`,
    goBack: 'Go back',
  },

  /** Organizations that are opened by their own sign-in alone. */
  closed: {
    title: 'Opened by another sign-in',
    intro: 'You belong there too. What is there shows when you sign in by the organization itself.',
    signIn: (organization: string) => `Sign in to ${organization}`,
  },

  areas: { console: 'Console', team: 'Team portal', profile: 'My profile' },

  profile: {
    title: 'My profile',
    about: 'About me',
    firstName: 'First name',
    lastName: 'Last name',
    language: 'Language',
    languageHint: 'Of these pages, and of the mails to you.',
    languageOfOrganization: 'The language of my organization',
    email: 'Email address',
    emailIs: (email: string) => `Your email address is ${email}. Mails go there, and you sign in with it.`,
    newEmail: 'New email address',
    changeEmail: 'Change the address',
    changingEmail: 'Sending…',
    emailAsked: (email: string) =>
      `A mail with a link is on its way to ${email}. Your address stays what it is until you follow the link, within a day.`,
    save: 'Save',
    saving: 'Saving…',
    saved: 'Saved.',
    password: 'Password',
    currentPassword: 'Current password',
    changePassword: 'Change the password',
    changingPassword: 'Changing…',
    passwordChanged: 'Your password is changed. All your other devices are signed out.',
    data: 'My data',
    dataHint: 'Everything that is kept about you here, as a file.',
    download: 'Download my data',
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

  /** What the server names more closely, by its code. */
  faults: {
    no_seats_left: 'No seat is left. Ask whoever gave you the link.',
    domain_not_allowed: 'Only email addresses of certain domains are let in here.',
    link_over: 'This link lets nobody in any more. Ask for another one.',
    link_used_up: 'This link is used up. Ask for another one.',
    invitation_over: 'This invitation is not open any more. Ask for a new one.',
    organization_not_enabled: 'Nobody is let in here at the moment. Ask whoever invited you.',
    already_activated: 'You are in already. Please sign in.',
    no_way_in_mailed: 'You sign in elsewhere: ask your school how.',
  },

  errors: {
    invalid: 'Something in this form is not right. Please look it through.',
    unauthenticated: 'Please sign in again.',
    second_factor_wanted: 'You are not signed in yet: the code is missing. Sign in to be asked for it again.',
    passkey_given_up: 'Nothing was done: it was cancelled, or took too long.',
    passkey_there: 'This device has a passkey of yours already.',
    passkey_impossible: 'Your browser cannot do this with passkeys here.',
    forbidden: 'You may not do this.',
    second_factor_needed: 'First set up a second step at sign-in, on your profile.',
    proof_needed: 'Nothing was done: this asks first whether it is you.',
    not_found: 'This is not here any more.',
    conflict: 'Something stands in the way of this.',
    gone: 'This has expired.',
    idempotency_key_in_use: 'This is still under way.',
    idempotency_answer_lost: 'This was done. Please load the page again to see it.',
    too_large: 'This is too much at once.',
    precondition_failed: 'This changed in the meantime. Please load the page again.',
    rate_limited: 'Too many tries. Please wait a quarter of an hour, then try again.',
    unavailable: 'The server is busy or being looked after. Please try again in a minute.',
    unreachable: 'The server cannot be reached. Are you connected to the internet?',
    unexpected: 'Something went wrong on our side. Please try again.',
  },
}
