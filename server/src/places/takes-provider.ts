import { sql } from 'kysely'
import { signInModeAt } from '../provisioning/load/sign-in-mode.ts'

/** Of rows of `organizations as organization`: whether single sign-on is in force. It is said, and there is a provider to sign in by. */
export const takesProvider = sql<boolean>`(coalesce(${sql.raw(signInModeAt('organization.path'))}, 'password') = 'single_sign_on'
  and exists (select from identity_providers provider
    where provider.organization_id = any(organization.path) and provider.enabled))`
