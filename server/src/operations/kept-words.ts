/** Why something is not taken back by an undoing, in words. */
import type { Staying } from '../provisioning/intents/undo.ts'

const words: Record<Staying['because'], string> = {
  in_use: 'The account stays: it may be in use.',
  mailed: 'The mail went out, or is about to.',
  mailed_in_vain: 'The mail went out, or is about to: its link opens nothing any more.',
  accepted: 'It was used, and stays accepted: invite again to offer the same.',
  withdrawn: 'The link in its mail is dead: invite again.',
  member: 'The person stays a member of the organization.',
}

export function toKept({ kind, id, because }: Staying) {
  return { kind, id, why: words[because] }
}
