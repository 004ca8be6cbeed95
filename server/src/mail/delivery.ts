/** What a try to send a mail came to, and what a failure means for the mail. Pure. */
import type { NodemailerError } from 'nodemailer'

export type Delivery =
  /** The server has taken it. */
  | { readonly kind: 'accepted'; readonly words: string }
  /** The server will never take it. */
  | { readonly kind: 'refused'; readonly words: string }
  /** Not this time: try this mail again later. */
  | { readonly kind: 'deferred'; readonly words: string }
  /** The server could not be reached or would not speak with us, whatever the mail. */
  | { readonly kind: 'down'; readonly words: string }
  /** Handed over whole, but no answer came: it may have been taken. */
  | { readonly kind: 'unknown'; readonly words: string }
  /** We stopped before it was handed over. */
  | { readonly kind: 'interrupted' }

export type Stage = 'connecting' | 'talking' | 'handed_over'

export function judgeFailure(error: NodemailerError, stage: Stage, stopped: boolean): Delivery {
  const words = wordsOf(error)
  // An answer of the server is certain knowledge, whatever came after it.
  if (stage === 'handed_over' && error.responseCode === undefined) return { kind: 'unknown', words }
  if (stopped && error.code === 'EABORT') return { kind: 'interrupted' }
  if (stage === 'connecting' && isServerTrouble(error)) return { kind: 'down', words }
  return { kind: isForGood(error) ? 'refused' : 'deferred', words }
}

const troubles = [
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EPROTOCOL',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'EPROXY',
  'EABORT',
]

/** Before there is a session, everything but a mistake of our own is the server's trouble, or that of the way to it. */
function isServerTrouble({ code, responseCode }: NodemailerError): boolean {
  return responseCode !== undefined || (code !== undefined && troubles.includes(code))
}

/** A refusal of the recipient or of the mail. One of the sender is a setting to be mended: the mail is kept and tried again. */
function isForGood({ permanent, responseCode, command, code }: NodemailerError): boolean {
  if (code === 'EENVELOPE' && responseCode === undefined) return true // an address that cannot be sent to at all
  return permanent === true && command !== 'MAIL FROM'
}

function wordsOf(error: NodemailerError): string {
  const tooLong = error.code === 'EABORT' || error.code === 'ETIMEDOUT'
  const words = tooLong ? 'The mail server took too long.' : (error.response ?? error.message)
  return words
    .replace(/[\s\0]+/g, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed()
}
