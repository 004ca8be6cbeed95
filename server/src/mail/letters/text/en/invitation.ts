interface Offer {
  readonly organization: string | null
  readonly team: string | null
  /** As a list, shortened; null: it gives nothing but the place. */
  readonly names: string | null
}

export const invitation = {
  subject: ({ names }: Offer) => `you are invited${names ? ` to ${names}` : ''}`,
  opening: ({ organization, team, names }: Offer) => {
    const by = organization ? ` by ${organization}` : ''
    const to = team ? ` to the team ${team}` : ''
    return `You are invited${by}${to}${names ? `, with access to ${names}` : ''}.`
  },
  accept: 'Accept the invitation to get in.',
  unexpected: (email: string) => `It is for ${email}. If you do not expect it, leave this mail aside: nothing changes.`,
  acceptOnce: (until: string | null) => `The invitation can be accepted once${until ? `, until ${until}` : ''}.`,
}
