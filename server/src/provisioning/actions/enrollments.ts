/** What somebody has already: held back, given back, through, or revoked. */
import type { Permission } from '../../lib/roles/permissions.ts'
import type { EnrollmentIntent, RevokeGrantIntent } from '../intents/enrollment.ts'
import type { Rule } from './action.ts'

interface Enrollment {
  readonly enrollment: number
}

type Revocation = Enrollment & Pick<EnrollmentIntent, 'reason' | 'reference'>

const change = <Asked extends Enrollment>(
  kind: EnrollmentIntent['kind'],
  permission: Permission,
): Rule<Asked, 'enrollment', EnrollmentIntent> => ({
  kind,
  permission,
  of: ({ enrollment }) => ['enrollment', enrollment],
  intent: ({ enrollment: _, ...why }, { thing: { email, course } }) => ({ email, course, reason: null, ...why }),
})

const revokeGrant: Rule<{ readonly grant: number } & Pick<RevokeGrantIntent, 'reason'>, 'grant', RevokeGrantIntent> = {
  kind: 'revoke_grant',
  permission: 'enrollments.delete',
  of: ({ grant }) => ['grant', grant],
  intent: ({ grant: grantId, reason }, { thing: { email, course } }) => {
    return { email, course, grantId, reason }
  },
}

export const enrollmentActions = {
  suspend: change('suspend', 'enrollments.edit'),
  resume: change('resume', 'enrollments.edit'),
  complete: change('complete', 'enrollments.edit'),
  revoke: change<Revocation>('revoke', 'enrollments.delete'),
  revoke_grant: revokeGrant,
} as const
