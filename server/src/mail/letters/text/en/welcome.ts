interface Given {
  /** Null: of no organization in particular. */
  readonly organization: string | null
  /** As a list, shortened. */
  readonly names: string
  readonly count: number
}

const at = (organization: string | null) => (organization ? ` at ${organization}` : '')

export const welcome = {
  account: {
    subject: 'your account is ready',
    opening: (organization: string | null) => `You now have an account${at(organization)}.`,
  },
  renewed: {
    subject: ({ names }: Given) => `your access to ${names} is renewed`,
    opening: ({ organization }: Given) => `Your access${at(organization)} is renewed. It now runs:`,
  },
  access: {
    subject: ({ names }: Given) => `your access to ${names}`,
    opening: ({ organization, count }: Given) =>
      `You now have ${count === 1 ? 'this course' : 'these courses'}${at(organization)}:`,
  },
  signIn: 'Sign in with your password to go on.',
  signInThere: 'Sign in as you always do there to go on.',
  choosePassword: 'Choose a password to get in.',
}
