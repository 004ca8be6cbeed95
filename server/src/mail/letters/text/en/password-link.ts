export const passwordLink = {
  /** For who has a password, and for who has none. */
  subject: { other: 'set a new password', first: 'set your password' },
  opening: (isOther: boolean, organization: string | null) =>
    `Here is your link to set a ${isOther ? 'new ' : ''}password${organization ? ` at ${organization}` : ''}.`,
  whose: (email: string) => `It is for the account ${email}.`,
  unasked: {
    other: 'If you did not ask for it, leave this mail aside: your password stays as it is.',
    first: 'If you did not ask for it, leave this mail aside: nothing changes.',
  },
  ended: 'The account had a password that was not chosen from this mailbox. That one does not work any more.',
}
