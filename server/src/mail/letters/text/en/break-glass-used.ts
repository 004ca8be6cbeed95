export const breakGlassUsed = {
  subject: 'somebody came in past single sign-on',
  opening: (who: string | null, organization: string | null) =>
    `${who ?? 'Somebody'} signed in${organization === null ? '' : ` to ${organization}`} by a password and a second factor, though single sign-on is the only way in there. You are told because you own it.`,
  look: 'If your identity provider fails, and this was one of you, nothing is to be done. The provisioning log says when it was, and from where.',
  wrong:
    'If it was none of you, take that person back as a break-glass owner at once, in the settings of sign-in, and suspend the account.',
}
