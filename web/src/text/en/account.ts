export const account = {
  secondFactor: {
    section: 'Second step at sign-in',
    why: 'Then your password alone lets nobody in: signing in also asks for a code that an authenticator program on your phone shows.',
    setUp: 'Set it up',
  },

  sessions: {
    section: 'Where you are signed in',
    intro: 'Is there one that you do not know, or have lost? Sign it out, and choose another password.',
    browser: (browser: string | null, system: string | null) =>
      system === null ? (browser ?? 'A browser') : `${browser ?? 'A browser'} on ${system}`,
    since: (moment: string, ip: string | null) => `Since ${moment}${ip === null ? '' : `, from ${ip}`}.`,
    by: (method: 'password' | 'passkey' | 'provider', isSecond: boolean) =>
      method === 'passkey' ? 'By a passkey.' : isSecond ? 'By password and a second step.' : 'By password.',
    byProvider: (provider: string) => `By ${provider}.`,
    current: 'This browser',
    end: 'Sign out',
    endOf: (browser: string) => `Sign out: ${browser}`,
    endOthers: 'Sign out all others',
    ending: 'Signing out…',
    ended: 'Signed out.',
  },

  passkeys: {
    section: 'Passkeys',
    why: 'Sign in by your finger, your face or the lock of your device. Nobody can guess or steal a passkey, and with one your password alone lets nobody in.',
    add: 'Add a passkey',
  },
}
