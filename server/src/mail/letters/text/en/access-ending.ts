export const accessEnding = {
  subject: (names: string, day: string | null) => `your access to ${names} ends${day ? ` on ${day}` : ''}`,
  opening: (organization: string | null) => `Your access${organization ? ` at ${organization}` : ''} ends soon:`,
  signIn: 'Sign in with your password to use the time that is left.',
  signInThere: 'Sign in as you always do there to use the time that is left.',
  choosePassword: 'Choose a password to use the time that is left.',
}
