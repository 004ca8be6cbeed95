import { operatorOf } from '../cli/operator.ts'
import type { Database } from '../db/database.ts'
import type { PasswordLinks } from '../lib/links/password-links.ts'
import { createAdmin } from '../memberships/create-admin.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'

export const demoOwner = { email: 'owner@example.com', firstName: 'Olga', lastName: 'Owner', role: 'owner' } as const

interface DemoOwnerDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly passwordLinks: PasswordLinks
  readonly passwordLinkDays: number
}

/** Somebody for whom the screens of the demo open: the address at which they choose a password; null where they have one. */
export async function createDemoOwner(
  { database: { kysely }, engine, passwordLinks, passwordLinkDays }: DemoOwnerDeps,
  organization: { readonly id: number; readonly slug: string },
): Promise<string | null> {
  const by: AskedBy = { actor: { kind: 'system' }, source: 'demo', ip: null, receivedAt: new Date() }
  const how = { passwordLinkDays, by }
  const { userId, link } = await createAdmin({ kysely, engine }, operatorOf(organization), demoOwner, how)
  return link && passwordLinks.shownUrl(userId, link.id)
}
