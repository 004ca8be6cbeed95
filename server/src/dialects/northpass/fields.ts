import { createNameReader, type NameReader } from '../../lib/field-names.ts'

/** The attributes that are read, and those that answers show: a client may send them back. */
const read = (own: readonly string[], shown: readonly string[], lists: readonly string[] = []): NameReader => {
  const reader = createNameReader([...own, ...shown].map(name => ({ name, isList: lists.includes(name) })))
  return sent => {
    const reading = reader(sent)
    if (reading.kind !== 'near') return reading
    const fields = reading.fields.filter(({ name }) => !shown.includes(name))
    return fields.length > 0 ? { kind: 'near', fields } : { kind: 'foreign' }
  }
}

const moments = ['created_at', 'updated_at']

/** How a new invitation is asked for is not known: these are taken. */
export const resendNames = ['resend_invitation', 'resend_email_invitation', 'send_invitation']

export const readPersonName = read(
  ['email', 'first_name', 'last_name', 'sso_uid', 'deactivated', ...resendNames],
  [
    'name',
    'full_name',
    'unsubscribed',
    'registration_status',
    'activated_at',
    'deactivated_at',
    'disabled',
    ...moments,
  ],
)

export const readPersonRowName = read(['email', 'first_name', 'last_name', 'groups'], [], ['groups'])

export const readGroupName = read(
  ['name', 'description'],
  ['membership_count', 'memberships_count', 'user_count', 'group_enrollment_link', ...moments],
)
