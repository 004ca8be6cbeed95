/** One grant in a sentence: when it came, by what way, from whom, what it gives; and how it ended. Pure. */
import type { GrantSource } from '../provisioning/intents/provision.ts'
import type { Period } from '../provisioning/rows/course.ts'
import { type Author, authorInWords, momentInWords, periodInWords } from './words.ts'

/** What a grant came from. */
export interface Origin {
  readonly kind: GrantSource
  readonly id: number
  /** Of the team whose seat it is, the group, the link; of an order its reference or number. */
  readonly name: string | null
  /** What the seat or the order line is for. */
  readonly product: string | null
}

export interface ToldGrant {
  readonly source: GrantSource
  readonly origin: Origin | null
  readonly reference: string | null
  /** Of an import. */
  readonly file: string | null
  readonly period: Period
  readonly timeZone: string
  readonly granted: { readonly at: Date; readonly author: Author }
  /** What it adds to the grants before it; null: nothing. */
  readonly gives: { readonly from: Date; readonly until: Date | null } | null
  readonly revoked: { readonly at: Date; readonly author: Author | null; readonly reason: string | null } | null
}

/** `outside`: of what those are who gave or revoked it, and whose name the reader may not know. */
export function tellGrant(grant: ToldGrant, outside: string): string {
  const { granted, reference, timeZone } = grant
  const given = `Given on ${momentInWords(granted.at, timeZone)} ${wayInWords(grant)}`
  const by = `by ${authorInWords(granted.author, outside)}${reference === null ? '' : `, reference ${reference}`}`
  return `${given}, ${by}${tellTerms(grant, outside)}`
}

/** One of which the reader may know no more than what it gives. */
export function tellAnother(grant: Pick<ToldGrant, 'period' | 'timeZone' | 'gives' | 'revoked'>): string {
  return `Another reason of the organization${tellTerms(grant, 'the organization')}`
}

function tellTerms(
  { period, timeZone, gives, revoked }: Pick<ToldGrant, 'period' | 'timeZone' | 'gives' | 'revoked'>,
  outside: string,
): string {
  const words = (moment: Date) => momentInWords(moment, timeZone)
  const until = gives?.until ? `until ${words(gives.until)}` : 'without an end'
  const effect = gives ? `from ${words(gives.from)} ${until}` : 'which adds nothing to what there was'
  const length = `: ${periodInWords(period, timeZone)}`
  if (!revoked) return `${length}, ${effect}.`
  const who = revoked.author ? ` by ${authorInWords(revoked.author, outside)}` : ''
  return `${length}. Revoked on ${words(revoked.at)}${who}${revoked.reason ? `: ${revoked.reason}` : ''}.`
}

function wayInWords({ source, origin, file }: ToldGrant): string {
  const name = origin?.name ?? null
  const product = origin?.product ? ` for ${origin.product}` : ''
  switch (source) {
    case 'api':
      return 'by a call'
    case 'import':
      return file === null ? 'by an import' : `by the import of ${file}`
    case 'person':
      return 'as an extension'
    case 'seat':
      return `with a seat of the team ${name}${product}`
    case 'group':
      return `by the group ${name}`
    case 'order':
      return `by the order ${name}${product}`
    case 'link':
      return name ? `by the link ${name}` : 'by a link'
    case 'invitation':
      return name ? `by an invitation to the team ${name}` : 'by an invitation'
  }
}
