import { callPermission } from './permissions.ts'

/** The frame of the console and the team portal: menu, switchers, account. */
export const shell = {
  menu: 'Menu',
  openMenu: 'Open the menu',
  skip: 'Skip to the page',
  console: 'Console',
  team: 'Team portal',
  myCourses: 'My courses',
  profile: 'My profile',
  account: 'Account',
  signOut: 'Sign out',
  theme: 'Colours',
  themes: { system: 'As my device', light: 'Light', dark: 'Dark' },
  switchOrganization: 'Switch organization',
  findOrganization: 'Find an organization',
  noOrganization: 'None of this name.',
  switchTeam: 'Switch team',
  groups: {
    people: 'People',
    selling: 'Selling',
    activity: 'Activity',
    settings: 'Settings',
  },
  mailsWait: {
    label: 'Mails wait',
    none: 'No mail server is set: no mail goes out.',
    waiting: (count: string, isOne: boolean) => (isOne ? '1 mail waits.' : `${count} mails wait.`),
    how: 'How to set one',
    howTitle: 'Set a mail server',
    howSet: 'Whoever runs Usher gives it the address of a mail server, and an address that mails come from:',
    howExample:
      'export SMTP_URL=smtps://user:password@mail.example.com\nexport MAIL_FROM="Bright Prep <hello@example.com>"\nnpm start',
    howThen: 'Mails that wait go out then, those of the last seven days. In a password write @ as %40.',
  },
  needs: (permission: string) => `Your role lacks the permission ${callPermission(permission)}.`,
  /** Organizations that want more than a password. */
  factorAsked: {
    label: 'Second step at sign-in',
    soon: (organization: string, day: string) =>
      `${organization} asks for a second step at sign-in. Set it up by ${day}: from then on it is closed to you without one.`,
    closed: (organization: string) =>
      `${organization} is closed to you until you have set up a second step at sign-in.`,
    setUp: 'Set it up on my profile',
  },
}
