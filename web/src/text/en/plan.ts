import { doneLine, line } from './plan-lines.ts'

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
  launch_url: 'Opens',
  max_uses: 'People at most',
  waitlist: 'Waiting list',
  default_access: 'Access lasts',
  brand_name: 'Name on mails and pages',
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
  part: (field: string, value: string) => `${field} ${value}`,
  change: (field: string, before: string, after: string) => `${field}: ${before} → ${after}`,
  none: 'none',
  doing: 'Working…',
  failed: (name: string, problem: string) => `${name}: ${problem}`,
  done: 'Done.',
  takenBack: 'Taken back.',
  notTakenBack: (count: number, all: number, why: string) => `${count} of ${all} could not be taken back: ${why}`,
}
