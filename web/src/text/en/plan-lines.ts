/** What is made, changed or taken away, a sentence each: as it will be, and as it was done. */
import { roles } from './roles.ts'

/** What a change is about, as people know it; empty where it is not about such a thing, or where nobody may tell. */
export interface ChangeSubject {
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
  /** Whether a moment was put into the field, or taken out of it; null: neither. */
  turn: (field: string) => 'on' | 'off' | null
  /** What the field is now, if it is a word, and another one than before. */
  became: (field: string) => string
  /** Which way the end moves. */
  end: 'later' | 'earlier' | null
  /** Which mail. */
  mail: string
  /** Whether access ends with the seat. */
  withAccess: boolean
  /** Of a person: they are gone for good. */
  isErased: boolean
}

type Action = 'create' | 'update' | 'delete'

const kinds: Record<string, string> = {
  user: 'account',
  merge: 'two accounts of one person',
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
  refund: 'refund of what comes by the reference later',
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
  opened_item: 'item that was opened',
  item_order: 'order of the items',
  settings: 'settings',
  credit_account: 'account of credits',
  session: 'browser that is signed in',
}

const verbs = { create: ['Add', 'Added'], update: ['Change', 'Changed'], delete: ['Remove', 'Removed'] } as const
const mails: Record<string, string> = {
  welcome: 'a welcome',
  news: 'what is new',
  password_link: 'a link to choose a password',
  invitation: 'an invitation',
  email_change: 'a link to confirm an address',
  email_changed: 'that the address was changed',
  recovery_code_used: 'that a recovery code was used',
  break_glass_used: 'that somebody came in past single sign-on',
  access_ending: 'that access ends soon',
  access_ending_tomorrow: 'that access ends tomorrow',
}

/** The verb in both tenses, and the rest. Empty: too little is known for it. */
type Sentence = (said: ChangeSubject) => readonly [will: string, did: string, rest: string] | '' | false | null

const sentences: Record<string, Sentence> = {
  'create user': ({ name }) => name && ['Make', 'Made', `an account for ${name}`],
  'update user': ({ name, isErased }) =>
    isErased ? ['Erase', 'Erased', 'the person for good'] : name && ['Change', 'Changed', `the account of ${name}`],
  'create merge': ({ name, email }) => name && ['Merge', 'Merged', `${name} into ${email || 'this account'}`],
  'delete merge': ({ name }) => name && ['Bring', 'Brought', `the account of ${name} back with what is its own`],
  'create team': ({ name }) => name && ['Make', 'Made', `the team ${name}`],
  'delete team': ({ name }) => name && ['Archive', 'Archived', `the team ${name}`],
  'create group': ({ name }) => name && ['Make', 'Made', `the group ${name}`],
  'delete group': ({ name }) => name && ['Archive', 'Archived', `the group ${name}`],
  'create membership': ({ person, became }) => {
    if (!person) return null
    const waits = became('invited_at')
    return waits
      ? ['Keep', 'Kept', `a place in the organization for ${person}, until the invitation is accepted`]
      : ['Add', 'Added', `${person} to the organization`]
  },
  'update membership': ({ person, became, turn }) => {
    if (!person) return null
    if (turn('suspended_at') === 'on') return ['Suspend', 'Suspended', `${person} in the organization`]
    if (turn('suspended_at') === 'off') return ['Let', 'Let', `${person} into the organization again`]
    if (turn('invited_at') === 'off') return ['Let', 'Let', `${person} into the organization`]
    const role = became('role')
    if (role) return ['Give', 'Gave', `${person} the role ${roles.called(role)} in the organization`]
    return ['Change', 'Changed', `what is kept about ${person}`]
  },
  'delete membership': ({ person }) => person && ['Take', 'Took', `${person} out of the organization`],
  'create team_member': ({ person, team }) => person && team && ['Add', 'Added', `${person} to ${team}`],
  'update team_member': ({ person, team, became }) =>
    person && team && ['Give', 'Gave', `${person} the role ${roles.called(became('role'))} in ${team}`],
  'delete team_member': ({ person, team }) => person && team && ['Take', 'Took', `${person} out of ${team}`],
  'create group_member': ({ person, group }) => person && group && ['Add', 'Added', `${person} to ${group}`],
  'delete group_member': ({ person, group }) => person && group && ['Take', 'Took', `${person} out of ${group}`],
  'create group_course': ({ course, group }) => course && group && ['Give', 'Gave', `${group} the course ${course}`],
  'delete group_course': ({ course, group }) =>
    course && group && ['Take', 'Took', `the course ${course} from ${group}`],
  'create seats': ({ product, team }) => product && team && ['Open', 'Opened', `seats of ${product} for ${team}`],
  'update seats': ({ product, team }) =>
    product && team && ['Change', 'Changed', `the terms of the seats of ${product} in ${team}`],
  'create seat_entry': ({ amount, product, team }) => {
    const isOne = amount === '1' || amount === '-1'
    const seats = `${amount.replace('-', '')} ${isOne ? 'seat' : 'seats'}${product && ` of ${product}`}`
    return amount.startsWith('-')
      ? ['Take', 'Took', `${seats}${team && ` from ${team}`}`]
      : amount && ['Add', 'Added', `${seats}${team && ` to ${team}`}`]
  },
  'create claim': ({ person, product, became }) => {
    if (!person || !product) return null
    return became('invitation_id')
      ? ['Keep', 'Kept', `a seat of ${product} for ${person}`]
      : ['Give', 'Gave', `${person} a seat of ${product}`]
  },
  'update claim': ({ person, product, turn, withAccess }) => {
    if (!person || !product) return null
    if (turn('released_at') === 'on')
      return [
        'Take back',
        'Took back',
        `the seat of ${product} from ${person}${withAccess ? ', and the access with it' : ''}`,
      ]
    if (turn('released_at') === 'off') return ['Give back', 'Gave back', `the seat of ${product} to ${person}`]
    return turn('taken_at') && ['Give', 'Gave', `${person} the seat of ${product} that was kept`]
  },
  'create grant': ({ person, course, until, forEver }) =>
    person && course && ['Give', 'Gave', `${person} ${course}${forEver ? ' for ever' : until && ` until ${until}`}`],
  'update grant': ({ person, course, turn }) => {
    if (!person || !course) return null
    if (turn('revoked_at') === 'off') return ['Give back', 'Gave back', `${course} to ${person}`]
    return turn('revoked_at') && ['Take back', 'Took back', `${course} from ${person}`]
  },
  'create enrollment': ({ person, course }) => person && course && ['Enroll', 'Enrolled', `${person} in ${course}`],
  'update enrollment': ({ person, course, turn, end, until, forEver }) => {
    if (!person || !course) return null
    const access = `the access of ${person} to ${course}`
    if (turn('revoked_at') === 'on') return ['End', 'Ended', access]
    if (turn('revoked_at') === 'off') return ['Open', 'Opened', `${access} again`]
    if (turn('suspended_at') === 'on') return ['Suspend', 'Suspended', access]
    if (turn('suspended_at') === 'off') return ['Resume', 'Resumed', access]
    if (turn('completed_at') === 'on') return ['Note', 'Noted', `that ${person} is through with ${course}`]
    if (turn('completed_at') === 'off') return ['Note', 'Noted', `that ${person} is not through with ${course} yet`]
    const to = forEver ? 'without an end' : `until ${until}`
    if (end)
      return end === 'later' ? ['Extend', 'Extended', `${access}, ${to}`] : ['Shorten', 'Shortened', `${access}, ${to}`]
    return ['Change', 'Changed', access]
  },
  'create opened_item': () => ['Open', 'Opened', 'an item of the course ahead of time'],
  'delete session': () => ['Sign', 'Signed', 'the person out of a browser'],
  'delete opened_item': () => ['Close', 'Closed', 'an item of the course again'],
  'create order': ({ team, person }) => ['Place', 'Placed', `an order${(team || person) && ` for ${team || person}`}`],
  'update order': ({ team, person, became, turn }) => {
    const order = `the order${(team || person) && ` of ${team || person}`}`
    const step = orderSteps.find(([state]) => became('state') === state || turn(`${state}_at`) === 'on')
    return step ? [step[1], step[2], `${step[3]}${order}`] : ['Change', 'Changed', order]
  },
  'create order_line': ({ product, amount, team }) => {
    const many = amount && amount !== '1' ? `${amount} × ` : ''
    return product && ['Order', 'Ordered', `${many}${product}${team && ` for ${team}`}`]
  },
  'update order_line': ({ product, turn }) =>
    turn('refunded_at') && product && ['Take back', 'Took back', `${product}, which was ordered`],
  'create credit_entry': ({ amount }) =>
    amount.startsWith('-')
      ? ['Take', 'Took', `${amount.slice(1)} credits`]
      : amount && ['Add', 'Added', `${amount} credits`],
  'create invitation': ({ person, name, team, became }) => {
    const role = became('role')
    const rest = `${person || name}${team && ` into ${team}`}${role && ` as ${roles.called(role)}`}`
    return (person || name) && ['Invite', 'Invited', rest]
  },
  'update invitation': ({ person, turn }) => {
    const invitation = `the invitation${person && ` of ${person}`}`
    if (turn('accepted_at')) return ['Accept', 'Accepted', invitation]
    if (turn('withdrawn_at')) return ['Withdraw', 'Withdrew', invitation]
    if (turn('lapsed_at')) return ['Close', 'Closed', `${invitation}, which has expired`]
    return ['Renew', 'Renewed', invitation]
  },
  'create link_join': ({ name, became }) =>
    became('joined_at')
      ? ['Let', 'Let', `${name} in by the link`]
      : ['Note', 'Noted', `that ${name} asks to join by the link`],
  'update link_join': ({ name, turn }) =>
    turn('declined_at')
      ? ['Decline', 'Declined', `${name}, who asked to join`]
      : ['Let', 'Let', `${name} in by the link`],
  'create message': ({ email, mail }) => email && ['Mail', 'Mailed', `${email} ${mails[mail] ?? 'a message'}`],
}

/** By the state, or the moment, that it comes to: the verb in both tenses, and how much of it. */
const orderSteps = [
  ['refunded', 'Refund', 'Refunded', ''],
  ['partially_refunded', 'Refund', 'Refunded', 'a part of '],
  ['cancelled', 'Cancel', 'Cancelled', ''],
  ['failed', 'Note', 'Noted', 'the failure of '],
  ['completed', 'Complete', 'Completed', ''],
] as const

/** What may become of anything. */
function endOf({ name, turn }: ChangeSubject, kind: string): ReturnType<Sentence> {
  const thing = `the ${kind}${name && ` ${name}`}`
  if (turn('archived_at') === 'on') return ['Archive', 'Archived', thing]
  if (turn('archived_at') === 'off') return ['Bring back', 'Brought back', thing]
  return turn('revoked_at') === 'on' && ['Revoke', 'Revoked', thing]
}

function write(tense: 0 | 1) {
  return (action: Action, kind: string, said: ChangeSubject): string => {
    const called = kinds[kind] ?? kind.replaceAll('_', ' ')
    const sentence = sentences[`${action} ${kind}`]?.(said) || (action === 'update' && endOf(said, called))
    if (sentence) return `${sentence[tense]} ${sentence[2]}`
    return `${verbs[action][tense]} ${called}${said.name && `: ${said.name}`}`
  }
}

export const line = write(0)
export const doneLine = write(1)
