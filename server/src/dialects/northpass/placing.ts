import type { Call } from '../../provisioning/intents/call.ts'
import type { ProvisionIntent } from '../../provisioning/intents/provision.ts'

interface Wish {
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string | null
  /** By id or name. */
  readonly groups?: readonly (number | string)[]
  /** Whether a mail with the way in goes out when something changed. */
  readonly welcome?: boolean
}

/** Makes sure that somebody is here, and in these groups. */
export function placing(call: Call, { email, firstName = '', lastName = null, groups = [], welcome = false }: Wish) {
  return {
    kind: 'provision',
    call,
    ...{ email, firstName, lastName, groups, welcome },
    courses: [],
    access: null,
    reference: null,
    grantSource: 'api',
    problems: [],
  } satisfies ProvisionIntent
}
