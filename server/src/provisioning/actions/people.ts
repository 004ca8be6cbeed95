/** People of an organization: in with what they are to have, and out with all that came from it. */
import { readPeriod, type SentPeriod } from '../../lib/access-rule.ts'
import { rolesBeyond, rolesOf } from '../../lib/roles/roles-of.ts'
import type { MergeIntent } from '../intents/merge.ts'
import type { LeaveOrganizationIntent, MemberRoleIntent } from '../intents/place.ts'
import type { ProvisionExtras, ProvisionIntent, ResendIntent } from '../intents/provision.ts'
import { type AsSent, type Name, notThere, notValid, type Rule, refuseRole } from './action.ts'

interface InOrganization {
  readonly organization: number
}

type SometimesSaid = 'firstName' | 'lastName' | 'courses' | 'reference' | 'startsAt' | 'welcome' | 'grantSource'

type Extras = 'products' | 'groups' | 'profile' | 'team' | 'teamRole' | 'seats' | 'seatsReference' | 'from'

/** What is not said is not given. */
interface Provision
  extends AsSent,
    Pick<ProvisionIntent, 'email'>,
    Partial<Pick<ProvisionIntent, SometimesSaid>>,
    Partial<Pick<ProvisionExtras, Extras>> {
  /** By id or slug. Absent: the caller's own. */
  readonly organization?: number | string
  /** Null: by the rule of what is given. */
  readonly access?: SentPeriod
}

const ofOrganization = ({ organization }: InOrganization): Name<'organization'> => ['organization', organization]

const provision: Rule<Provision, 'organization', ProvisionIntent> = {
  kind: 'provision',
  permission: 'provision',
  // Of the caller's own nothing is looked up, unless by its clock or its roles something is said.
  of: ({ organization, access, teamRole }, caller) =>
    organization === undefined && !access && teamRole === undefined
      ? null
      : ['organization', organization ?? caller.organization.id],
  intent: ({ organization: _, source: __, problems: ___, access: sent, ...said }, { thing, caller }) => {
    const access = sent ? readPeriod(sent, thing.timeZone, caller.by.receivedAt) : null
    const refused =
      (access && notValid(access.problems)) ??
      (said.teamRole === undefined ? null : refuseRole(said.teamRole, thing, caller))
    if (refused) return refused
    return {
      ...{ firstName: '', lastName: null, courses: [], reference: null, welcome: true, grantSource: 'api' },
      ...said,
      access: access?.period ?? null,
      rolesBeyond: said.teamRole === undefined ? [] : rolesBeyond(rolesOf(thing.path, thing.roles), caller.permissions),
    }
  },
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

const resendWayIn: Rule<InOrganization & { readonly user: number }, 'organization', ResendIntent> = {
  kind: 'resend_way_in',
  permission: 'users.edit',
  of: ofOrganization,
  users: ({ user }) => [user],
  intent({ organization, user }, { found }) {
    const person = found.person(organization, user)
    return person ? { email: person.email } : notThere('user', user)
  },
}

interface Role extends InOrganization {
  readonly user: number
  readonly role: string
}

const changeRole: Rule<Role, 'organization', MemberRoleIntent> = {
  kind: 'change_role',
  permission: 'users.edit',
  of: ofOrganization,
  users: ({ user }) => [user],
  intent: ({ organization, user, role }, { thing, found, caller }) => {
    const person = found.person(organization, user)
    if (!person) return notThere('user', user)
    const refused = refuseRole(role, thing, caller)
    if (refused) return refused
    const beyond = rolesBeyond(rolesOf(thing.path, thing.roles), caller.permissions)
    return { email: person.email, role, rolesBeyond: beyond }
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

export const peopleActions = {
  provision,
  leave_organization: leaveOrganization,
  resend_way_in: resendWayIn,
  change_role: changeRole,
  merge_users: mergeUsers,
} as const
