export const recoveryCodeUsed = {
  subject: 'a recovery code of your account was used',
  opening: (email: string) =>
    `Somebody signed in to ${email} with its password and a recovery code in place of the authenticator program.`,
  more: 'If it was you, nothing is to be done. On your profile you can make new codes when few are left.',
  wrong:
    'If it was not you, change the password and make new recovery codes at once, and tell those who gave you the account.',
}
