import { findWord } from '../find-word.ts'
import { access } from './access.ts'
import { courses } from './courses.ts'
import { customFields } from './custom-fields.ts'
import { keys } from './keys.ts'
import { callPermission } from './permissions.ts'
import { doneLine, line } from './plan-lines.ts'
import { settings } from './settings.ts'
import { webhooks } from './webhooks.ts'

const fields: Record<string, string> = {
  display_name: 'Title',
  name: 'Name',
  access: 'Access lasts',
  own_period: 'Access lasts',
  access_months: 'Months of access',
  access_days: 'Days of access',
  ends_at: 'Access ends',
  starts_at: 'Access starts',
  expires_at: 'Valid until',
  sent_at: 'Sent',
  scopes: 'Permissions',
  allowed_addresses: 'From addresses',
  rate_limit: 'Calls a minute',
  provisioning_enabled: 'May provision',
  external_id: 'Own id',
  locale: 'Language',
  renewal: 'When it is bought again',
  sign_in_mode: 'Sign-in',
  launch_url: 'Opens',
  max_uses: 'People at most',
  waitlist: 'Waiting list',
  default_access: 'Access lasts',
  brand_name: 'Name on mails and pages',
}

/** What codes of the API are to people, by the field that holds them. */
const values: Record<string, Readonly<Record<string, string>>> = {
  renewal: access.renewals,
  sign_in_mode: settings.signInModes,
  'item kind': courses.kinds,
  'custom_field kind': customFields.kinds,
  'webhook format': webhooks.formats,
  scopes: keys.scopeNames,
}

function value(kind: string, field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const word = findWord(values[field] ?? values[`${kind} ${field}`] ?? {}, value)
  return word ?? (field === 'permissions' || field === 'scopes' ? callPermission(value) : value)
}

/** What is shown before something is done. */
export const plan = {
  look: 'Show what will happen',
  nothingChosen: 'Choose something first.',
  looking: 'Looking at what would happen…',
  title: 'What will happen',
  nothing: 'Nothing would change: it is so already.',
  line,
  doneLine,
  more: (count: number) => `and ${count} more`,
  seats: (product: string, used: number, quantity: number) =>
    `Then ${used} of ${quantity} seats of ${product} are used.`,
  seatsLeft: (before: number, after: number) => `Free: ${before} → ${after}`,
  /** Of a thing, by the name that calls give it. */
  field: (field: string) => fields[field] ?? field.charAt(0).toUpperCase() + field.slice(1).replaceAll('_', ' '),
  value,
  part: (field: string, value: string) => `${field} ${value}`,
  change: (field: string, before: string, after: string) => `${field}: ${before} → ${after}`,
  listChange: (field: string, added: readonly string[], gone: readonly string[]) =>
    [
      added.length > 0 && `${field} added: ${added.join(', ')}`,
      gone.length > 0 && `${field} taken away: ${gone.join(', ')}`,
    ]
      .filter(Boolean)
      .join('. '),
  /** Of a person who is erased: what goes, what ends, what stays. */
  erased: [
    'Goes: name, addresses (also those of before), language, tags, own fields and own id, also from the log and from mails and webhooks that wait.',
    'Ends: sign-in and links, courses, seats, and the places in organizations, teams and groups.',
    'Stays: orders, credits, seats and reports go on adding up, under a number that says nothing of anybody.',
  ],
  none: 'none',
  doing: 'Working…',
  failed: (name: string, problem: string) => `${name}: ${problem}`,
  done: 'Done.',
  takenBack: 'Taken back.',
  notTakenBack: (count: number, all: number, why: string) => `${count} of ${all} could not be taken back: ${why}`,
}
