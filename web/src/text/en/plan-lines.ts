/** What is made, changed or taken away, a sentence each: as it will be, and as it was done. */

/** What a change is about, as people know it; empty where it is not about such a thing, or where nobody may tell. */
export interface Said {
  name: string
  /** "Asha Rao (asha@example.com)". */
  person: string
  email: string
  team: string
  group: string
  course: string
  product: string
  /** In the ledgers; with a minus where it goes. */
  amount: string
  /** The last day; empty: nothing is said of it. */
  until: string
  forEver: boolean
  /** Whether it is taken back, though it stays in the books. */
  isTakenBack: boolean
  /** Which mail. */
  mail: string
}

type Action = 'create' | 'update' | 'delete'

const kinds: Record<string, string> = {
  user: 'account',
  membership: 'membership',
  team: 'team',
  team_member: 'place in a team',
  group: 'group',
  group_member: 'place in a group',
  group_course: 'course of a group',
  seats: 'seats of a team',
  seat_entry: 'entry in the ledger of seats',
  claim: 'learner’s seat',
  enrollment: 'enrollment',
  grant: 'grant',
  order: 'order',
  order_line: 'line of an order',
  credit_entry: 'entry in the ledger of credits',
  invitation: 'invitation',
  link: 'share link',
  link_join: 'request to join by a link',
  message: 'mail',
  key: 'API key',
  role: 'role',
  course: 'course',
  item: 'item of a course',
  product: 'product',
  catalog_item: 'catalog item',
  custom_field: 'custom field',
  organization: 'organization',
  webhook: 'webhook',
}

const verbs = { create: ['Add', 'Added'], update: ['Change', 'Changed'], delete: ['Remove', 'Removed'] } as const
const mails: Record<string, string> = {
  welcome: 'a welcome',
  password_link: 'a link to choose a password',
  invitation: 'an invitation',
}

/** The verb in both tenses, and the rest. Empty: too little is known for it. */
type Sentence = (said: Said) => readonly [will: string, did: string, rest: string] | '' | false | null

const sentences: Record<string, Sentence> = {
  'create membership': ({ person }) => person && ['Add', 'Added', `${person} to the organization`],
  'update membership': ({ person }) => person && ['Change', 'Changed', `what ${person} is in the organization`],
  'delete membership': ({ person }) => person && ['Take', 'Took', `${person} out of the organization`],
  'create team_member': ({ person, team }) => person && team && ['Add', 'Added', `${person} to ${team}`],
  'update team_member': ({ person, team }) => person && team && ['Change', 'Changed', `what ${person} is in ${team}`],
  'delete team_member': ({ person, team }) => person && team && ['Take', 'Took', `${person} out of ${team}`],
  'create group_member': ({ person, group }) => person && group && ['Add', 'Added', `${person} to ${group}`],
  'delete group_member': ({ person, group }) => person && group && ['Take', 'Took', `${person} out of ${group}`],
  'create group_course': ({ course, group }) => course && group && ['Add', 'Added', `${course} to ${group}`],
  'delete group_course': ({ course, group }) => course && group && ['Take', 'Took', `${course} out of ${group}`],
  'create seats': ({ product, team }) => product && team && ['Open', 'Opened', `seats of ${product} for ${team}`],
  'update seats': ({ product, team }) => product && team && ['Change', 'Changed', `the seats of ${product} of ${team}`],
  'create seat_entry': ({ amount, product, team }) => {
    if (!product || !team) return null
    const seats = `${amount.replace('-', '')} ${amount === '1' || amount === '-1' ? 'seat' : 'seats'} of ${product}`
    return amount.startsWith('-') ? ['Take', 'Took', `${seats} from ${team}`] : ['Add', 'Added', `${seats} to ${team}`]
  },
  'create claim': ({ person, product }) => person && product && ['Give', 'Gave', `${person} a seat of ${product}`],
  'update claim': ({ person, product, isTakenBack }) =>
    isTakenBack && person && product && ['Take back', 'Took back', `the seat of ${product} from ${person}`],
  'create grant': ({ person, course, until, forEver }) =>
    person && course && ['Give', 'Gave', `${person} ${course}${forEver ? ' for ever' : until && ` until ${until}`}`],
  'update grant': ({ person, course, isTakenBack }) =>
    isTakenBack && person && course && ['Take back', 'Took back', `${course} from ${person}`],
  'create enrollment': ({ person, course }) => person && course && ['Enroll', 'Enrolled', `${person} in ${course}`],
  'update enrollment': ({ person, course }) =>
    person && course && ['Change', 'Changed', `the enrollment of ${person} in ${course}`],
  'create order': ({ team, person }) => (team || person) && ['Place', 'Placed', `an order for ${team || person}`],
  'update order': ({ team, person }) => (team || person) && ['Change', 'Changed', `the order of ${team || person}`],
  'create order_line': ({ product }) => product && ['Order', 'Ordered', product],
  'create credit_entry': ({ amount }) =>
    amount.startsWith('-')
      ? ['Take', 'Took', `${amount.slice(1)} credits`]
      : amount && ['Add', 'Added', `${amount} credits`],
  'create invitation': ({ person }) => person && ['Invite', 'Invited', person],
  'create message': ({ email, mail }) => email && ['Mail', 'Mailed', `${email} ${mails[mail] ?? 'a message'}`],
}

function write(tense: 0 | 1) {
  return (action: Action, kind: string, said: Said): string => {
    const sentence = sentences[`${action} ${kind}`]?.(said)
    if (sentence) return `${sentence[tense]} ${sentence[2]}`
    return `${verbs[action][tense]} ${kinds[kind] ?? kind.replaceAll('_', ' ')}${said.name && `: ${said.name}`}`
  }
}

export const line = write(0)
export const doneLine = write(1)
