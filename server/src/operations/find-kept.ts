import type { Reader } from '../db/database.ts'
import type { Deed } from '../provisioning/intents/undo.ts'

export const keptKinds = ['user', 'message', 'invitation', 'membership'] as const

/** Something that stays as the operation made it. */
export interface Kept {
  readonly kind: (typeof keptKinds)[number]
  readonly id: number
  readonly why: string
}

/** What undoing cannot take back. `userId` is the person that the operation was about. */
export async function findKept(
  reader: Reader,
  id: number,
  userId: number | null,
  deeds: readonly Deed[],
): Promise<Kept[]> {
  const [users, messages, members] = await Promise.all([
    reader.selectFrom('users').select('id').where('id', '=', userId).where('operation_id', '=', id).execute(),
    reader.selectFrom('messages').select('id').where('user_id', '=', userId).where('operation_id', '=', id).execute(),
    reader
      .selectFrom('memberships')
      .select('user_id as id')
      .where('user_id', '=', userId)
      .where('operation_id', '=', id)
      .where('invited_at', 'is', null)
      .execute(),
  ])
  const invitations = deeds.filter(one => one.kind === 'invitation')
  const isInvited = invitations.some(({ did }) => did === 'invited')
  const sent = isInvited
    ? 'The mail went out, or is about to: its link opens nothing any more.'
    : 'The mail went out, or is about to.'
  const accepted = invitations.filter(({ did }) => did === 'accepted')
  const withdrawn = invitations.filter(({ did }) => did === 'withdrawn')
  const isPlace = deeds.some(({ kind }) => kind === 'membership')
  const made = isPlace ? [] : members.map(row => row.id)
  const staying = accepted.length > 0 && userId !== null ? [userId] : made
  return [
    ...users.map(row => ({ kind: 'user' as const, ...row, why: 'The account stays: it may be in use.' })),
    ...messages.map(row => ({ kind: 'message' as const, ...row, why: sent })),
    ...accepted.map(row => ({
      ...toKept(row),
      why: 'It was used, and stays accepted: invite again to offer the same.',
    })),
    ...withdrawn.map(row => ({ ...toKept(row), why: 'The link in its mail is dead: invite again.' })),
    ...staying.map(id => ({ kind: 'membership' as const, id, why: 'The person stays a member of the organization.' })),
  ]
}

function toKept({ invitationId: id }: { readonly invitationId: number }) {
  return { kind: 'invitation' as const, id }
}
