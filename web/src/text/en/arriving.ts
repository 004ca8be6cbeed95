/** What people read who follow a link that was mailed or shared, or have forgotten their password. */
export const arriving = {
  setPassword: {
    title: 'Choose your password',
    welcome: (organization: string) => `Welcome to ${organization}`,
    intro: (email: string) =>
      `Choose a password for ${email}. With it and your email address you can always come back.`,
    submit: 'Save and go on',
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

  changeEmail: {
    title: 'Confirm your address',
    intro: (email: string) =>
      `From now on ${email} is the address of your account: mails go there, and you sign in with it.`,
    confirm: 'Confirm the address',
    confirming: 'One moment…',
    taken:
      'This address belongs to another account. Sign in with it there, or ask whoever gave you your courses to merge the two.',
    doneTitle: 'Your address is changed',
    done: (email: string) => `The address of your account is ${email}. The one before goes on letting you in.`,
    goOn: 'Go on',
    endedTitle: 'This link is not valid any more',
    ended: 'It was used, replaced by a newer one, or has expired. You can ask for another one in your profile.',
  },

  invitation: {
    title: 'Your invitation',
    heading: (organization: string) => `${organization} invites you`,
    intro: (email: string) => `This invitation is for ${email}.`,
    team: (team: string) => `You will be in the team ${team}.`,
    offers: 'You will have:',
    choosePassword: 'Choose a password. With it and your email address you can always come back.',
    bySigningIn: 'You accept it by signing in as you do everywhere else there.',
    accept: 'Accept and start',
    accepting: 'Accepting…',
    ended: {
      accepted: 'This invitation was accepted already',
      withdrawn: 'This invitation was withdrawn',
      expired: 'This invitation has expired',
      unknown: 'This link does not work any more',
    },
    next: {
      accepted: 'Sign in with your email address and your password.',
      withdrawn: 'Ask whoever invited you, if that comes as a surprise.',
      expired: 'Ask whoever invited you to send it again.',
      unknown: 'It may have been sent again: then a newer link is in your mailbox.',
    },
  },

  join: {
    title: 'Join',
    heading: (name: string) => `Join ${name}`,
    intro: {
      course: (organization: string) => `A course of ${organization}.`,
      group: (organization: string) => `A group of ${organization}, with its courses.`,
      team: (organization: string) => `A team of ${organization}.`,
    },
    needsApproval: 'Somebody looks at it first, and lets you in.',
    domains: (domains: string) => `Only for email addresses at ${domains}.`,
    firstName: 'First name',
    lastName: 'Last name (optional)',
    submit: 'Join',
    ask: 'Ask to join',
    submitting: 'One moment…',
    hasAccount: 'I have an account: sign in first',
    orWithout: 'Or say who you are, and sign in later:',
    as: (email: string) => `You are signed in as ${email}.`,
    joinedThereTitle: 'You are in',
    joinedThere: (email: string) => `What you joined waits for ${email}. Sign in, and it is there.`,
    pendingThere: 'As soon as you are let in, what you asked for is there when you sign in.',
    joinedTitle: 'Look into your mailbox',
    joined: (email: string) => `A mail is on its way to ${email}. The link in it lets you in.`,
    joinedLate: 'It should be there within a few minutes. If not, look among the spam.',
    pendingTitle: 'You have asked to join',
    pending: (email: string) => `As soon as you are let in, a mail goes to ${email}.`,
    ended: {
      used_up: 'This link is used up',
      expired: 'This link has expired',
      revoked: 'This link lets nobody in any more',
      unknown: 'There is no such link',
    },
    endedHint: 'Ask whoever gave it to you for another one.',
    full: (target: string) => `${target} has no seats left`,
    fullHint: (organization: string) =>
      `Ask ${organization}, or whoever gave you the link: as soon as a seat is free or added, this link lets you in.`,
  },
}
