/** To a wanted address. Whoever reads it may be a stranger: whose account it is, is not said. */
export const emailChange = {
  subject: 'confirm your new address',
  opening: (email: string) => `Somebody wants ${email} to be the address of their account here.`,
  confirm: 'If it was you, confirm the address.',
  unasked: 'If it was not you, leave this mail aside: nothing changes.',
  confirmOnce: (until: string | null) => `The link works once${until ? `, until ${until}` : ''}.`,
}

/** To the address before. */
export const emailChanged = {
  subject: 'the address of your account was changed',
  opening: (hint: string) =>
    `The address of your account is now ${hint}: mails go there, and a new password can be asked for there alone.`,
  signIn: 'You can go on signing in with either address.',
  wrong: (email: string) => `It was ${email} before. If this is not right, tell those who gave you the account.`,
}
