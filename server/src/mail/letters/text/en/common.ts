/** What several letters say. Names come in as they may be shown; days and numbers in the reader's way. */
export const common = {
  /** How days and numbers are written for whoever says no more than the language. */
  usualLocale: 'en-GB',
  hello: (name: string | null) => (name ? `Hello ${name},` : 'Hello,'),
  /** A subject: whose mail it is goes first, where it is somebody's. */
  subject: (organization: string | null, text: string) =>
    organization ? `${organization}: ${text}` : text.charAt(0).toUpperCase() + text.slice(1),
  /** As one of a list of names. */
  more: (count: string) => `${count} more`,
  account: (email: string) => `Your account is ${email}.`,
  period: (from: string | null, until: string | null) =>
    from === null && until === null
      ? 'without an end date'
      : [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' '),
  buttons: {
    set_password: 'Set your password',
    invitation: 'Accept the invitation',
    email_change: 'Confirm the address',
    sign_in: 'Sign in',
  },
  worksOnce: (until: string | null) =>
    `The link works once${until ? `, until ${until}` : ''}. After that, its page sends you a fresh one.`,
  otherwise: 'If the button does not work, open this address:',
  noLink: '(no link here: one is written when the mail is sent, as long as it is of use)',
}
