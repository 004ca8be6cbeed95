/** Before something dangerous, where somebody proved some time ago who they are. */
export const proof = {
  title: 'Is it you?',
  why: 'What you are about to do asks once more, so that nobody does it who finds this browser open.',
  code: 'Code of your authenticator program',
  submit: 'Go on',
  byProvider:
    'You came in by your organization’s sign-in: sign in there once more, in another window, and come back here.',
  noWay: 'Nothing is known by which you could show it: sign out, sign in again, and do this within ten minutes.',
  openProvider: 'Sign in there',
  inPlace: {
    password: 'By my password instead',
    authenticator: 'By a code instead',
    passkey: 'By a passkey instead',
    provider: 'By my organization’s sign-in instead',
  },
}
