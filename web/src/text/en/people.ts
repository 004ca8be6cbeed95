/** What keeps mails from going. */
const noServer = 'no mail server is set'

/** Inviting many: who was read from what was pasted, and what would become of each. */
export const people = {
  preview: 'Whom you invite',
  address: 'Address',
  name: 'Name',
  fate: 'What becomes of it',
  count: (people: number) => (people === 1 ? '1 person' : `${people} people`),
  left: (seats: number) => (seats === 1 ? '1 seat left' : `${seats} seats left`),
  mustWait: (people: number) => (people === 1 ? '1 must wait' : `${people} must wait`),
  fates: {
    new: 'New',
    known: 'Here already',
    invited: 'Invited already',
    waits: 'No seat left',
    noAddress: 'Not an address',
  },
  tooMany: (most: number) => `At most ${most} at once.`,
  sent: (count: number, sends: boolean) => {
    if (!sends) return count === 1 ? `The invitation waits: ${noServer}.` : `${count} invitations wait: ${noServer}.`
    return count === 1 ? 'The invitation is on its way.' : `${count} invitations are on their way.`
  },
  notSent: (count: number) =>
    count === 1
      ? 'This one was not sent. Mend it, and send again:'
      : `These ${count} were not sent. Mend them, and send again:`,
}
