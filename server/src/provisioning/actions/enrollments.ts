/** What somebody has already: held back, given back, through, or revoked. */
import { readPeriod, type SentPeriod } from '../../lib/access-rule.ts'
import type { Permission } from '../../lib/roles/permissions.ts'
import type { EnrollmentIntent, ExtendIntent, RevokeGrantIntent } from '../intents/enrollment.ts'
import { type Name, notValid, type Rule } from './action.ts'

interface Enrollment {
  readonly enrollment: number
}

type Revocation = Enrollment & Pick<EnrollmentIntent, 'reason' | 'reference'>

type Extension = Enrollment & Pick<ExtendIntent, 'reference'> & { readonly access: SentPeriod }

const ofEnrollment = ({ enrollment }: Enrollment): Name<'enrollment'> => ['enrollment', enrollment]

const change = <Asked extends Enrollment>(
  kind: EnrollmentIntent['kind'],
  permission: Permission,
): Rule<Asked, 'enrollment', EnrollmentIntent> => ({
  kind,
  permission,
  of: ofEnrollment,
  intent: ({ enrollment: _, ...why }, { thing: { email, course } }) => ({ email, course, reason: null, ...why }),
})

const extend: Rule<Extension, 'enrollment', ExtendIntent> = {
  kind: 'extend',
  permission: 'enrollments.edit',
  of: ofEnrollment,
  intent: ({ access, reference }, { thing: { email, course, timeZone }, caller }) => {
    const { period, problems } = readPeriod(access, timeZone, caller.by.receivedAt)
    return notValid(problems) ?? { email, course, period, reference }
  },
}

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
  extend,
  revoke: change<Revocation>('revoke', 'enrollments.delete'),
  revoke_grant: revokeGrant,
} as const
