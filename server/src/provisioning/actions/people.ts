/** People of an organization: in with what they are to have, and out with all that came from it. */
import { rolesBeyond, rolesOf } from '../../lib/roles/roles-of.ts'
import type { MergeIntent } from '../intents/merge.ts'
import type { LeaveOrganizationIntent } from '../intents/place.ts'
import type { ProvisionExtras, ProvisionIntent } from '../intents/provision.ts'
import { type Name, notThere, type Rule } from './action.ts'

interface InOrganization {
  readonly organization: number
}

type SometimesSaid =
  | 'firstName'
  | 'lastName'
  | 'courses'
  | 'access'
  | 'reference'
  | 'startsAt'
  | 'welcome'
  | 'grantSource'

/** What is not said is not given. */
interface Provision
  extends Pick<ProvisionIntent, 'email'>,
    Partial<Pick<ProvisionIntent, SometimesSaid>>,
    Partial<Pick<ProvisionExtras, 'products' | 'groups' | 'profile'>> {
  /** Absent: the caller's own. */
  readonly organization?: number
}

const ofOrganization = ({ organization }: InOrganization): Name<'organization'> => ['organization', organization]

const provision: Rule<Provision, 'organization', ProvisionIntent> = {
  kind: 'provision',
  permission: 'provision',
  of: ({ organization }) => (organization === undefined ? null : ['organization', organization]),
  intent: ({ organization: _, ...said }) => ({
    ...{ firstName: '', lastName: null, courses: [], access: null, reference: null, welcome: true, grantSource: 'api' },
    ...said,
  }),
}

const leaveOrganization: Rule<InOrganization & { readonly user: number }, 'organization', LeaveOrganizationIntent> = {
  kind: 'leave_organization',
  permission: 'users.delete',
  of: ofOrganization,
  users: ({ user }) => [user],
  intent: ({ organization, user }, { thing, found, caller }) => {
    const person = found.person(organization, user)
    if (!person) return notThere('user', user)
    const { email, groupIds, courseIds } = person
    return {
      email,
      groupIds,
      courseIds,
      rolesBeyond: rolesBeyond(rolesOf(thing.path, thing.roles), caller.permissions),
    }
  },
}

/** The second account goes into the first. */
const mergeUsers: Rule<{ readonly user: number; readonly with: number }, 'user', MergeIntent> = {
  kind: 'merge_users',
  permission: 'users.edit',
  of: ({ user }) => ['user', user],
  also: asked => [['user', asked.with]],
  intent: ({ user: keptId, with: awayId }, { thing: { email }, found, caller: { organization } }) => {
    const away = found.get(['user', awayId], organization.id)
    if (!away) return notThere('user', awayId)
    return { email, emails: [away.email], keptId, awayId, homeId: organization.id }
  },
}

export const peopleActions = { provision, leave_organization: leaveOrganization, merge_users: mergeUsers } as const
