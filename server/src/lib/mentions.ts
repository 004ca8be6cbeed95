/** Whom a kept text speaks of, so that it can be found when somebody is to be forgotten, although it is sealed. */
import { createHash } from 'node:crypto'
import { normalizeEmail } from './email.ts'

/** A short digest of each address in a text: enough to find it, too little to read. */
export function listMentions(text: string): string[] {
  const found = text.match(/[^\s"'<>,;:()[\]\\]{1,64}@[^\s"'<>,;:()[\]\\]{1,255}/gu) ?? []
  return [...new Set(found.map(mentionOf))]
}

export function mentionOf(email: string): string {
  return createHash('sha256')
    .update(normalizeEmail(email) ?? email.toLowerCase())
    .digest('hex')
    .slice(0, 16)
}
