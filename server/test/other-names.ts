/** What becomes of the name of a field on the way: for tests that say that it is understood, or refused. */
import fc from 'fast-check'

/** The name misspelt, in another case, with blanks around it, with an index, or in letters of another script; never the name itself. */
export function otherName(name: string) {
  return fc
    .oneof(misspelt(name), cased(name), padded(name), indexed(name), disguised(name))
    .filter(other => other !== name)
}

/** What other systems call what a field of the student API holds. */
export const theirNames = {
  email: ['mail', 'e-mail', 'username', 'customer_email', 'Billing Email', 'emailId', 'email addr'],
  first_name: ['fname', 'first', 'given_name', 'forename', 'name', 'full_name', 'billing_first_name', 'Student Name'],
  last_name: ['last', 'lname', 'second_name', 'surname', 'family_name', 'name', 'fullName', 'billing_last_name'],
  courses: [
    ...[
      'class',
      'classes',
      'exam',
      'program',
      'programme',
      'product',
      'products',
      'sku',
      'SKUs',
      'course_id',
      'lesson',
    ],
    ...[
      'training',
      'line_items',
      'items',
      'cart items',
      'product_name',
      'productId',
      'course name',
      'enrolments',
      'item_1',
    ],
  ],
  tenure_months: [
    ...[
      'period',
      'length',
      'duration',
      'months',
      'valid_until',
      'expires_at',
      'expiry_date',
      'accessPeriod',
      'course length',
    ],
    ...['validity', 'access_months', 'duration_in_days', 'end_date', 'access_until', 'days'],
  ],
  external_ref: [
    ...[
      'order_id',
      'order_number',
      'orderId',
      'transaction_id',
      'ext_ref',
      'invoice',
      'payment_id',
      'reference',
      'order no',
    ],
    ...['invoice_number', 'wc_order_id', 'external_id', 'txn_id', 'ref_no', 'order_key', 'stripe_payment_id'],
  ],
  send_welcome_email: [
    'welcome_email',
    'welcome',
    'send_email',
    'sendMail',
    'notify',
    'notify_user',
    'send_invitation',
  ],
  source: [],
} as const

const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz_')
const place = fc.nat(30)

/** A name with one letter left out, put in, taken for another one or for its neighbour. */
const misspelt = (name: string) =>
  fc.tuple(fc.constantFrom('out', 'in', 'other', 'turned'), place, letters).map(([how, at, letter]) => {
    const index = at % name.length
    const [before, after] = [name.slice(0, index), name.slice(index)]
    if (how === 'out') return before + after.slice(1)
    if (how === 'in') return before + letter + after
    if (how === 'other') return before + letter + after.slice(1)
    return before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2)
  })

const cased = (name: string) =>
  fc.constantFrom(
    name.toUpperCase(),
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    name.replaceAll('_', ' '),
    name.replaceAll('_', '-'),
    name.replaceAll('_', ''),
    name[0]?.toUpperCase() + name.slice(1),
  )

const padded = (name: string) =>
  fc
    .tuple(fc.constantFrom('', ' ', '\t', '\ufeff', '\u200b'), fc.constantFrom('', ' ', '\u00a0', '\r'))
    .map(([before, after]) => before + name + after)

const indexed = (name: string) => fc.constantFrom(`${name}[0]`, `${name}[]`, `${name}.0`, `${name}_1`, `${name}1`)

const likeOthers: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  s: 'ѕ',
  m: 'м',
  u: 'υ',
  t: 'Т',
}

const disguised = (name: string) =>
  fc
    .subarray(
      [...name]
        .keys()
        .filter(at => likeOthers[name[at] ?? ''])
        .toArray(),
    )
    .map(places => Array.from(name, (letter, at) => (places.includes(at) ? likeOthers[letter] : letter)).join(''))
