/** Sends and answers invitations to a test organization, past the routes. */
import { createEngine } from '../src/provisioning/engine.ts'
import type { Intent } from '../src/provisioning/intents/intent.ts'
import type { InvitationOutcome, Outcome } from '../src/provisioning/intents/outcome.ts'
import type { TestDatabase } from './database.ts'
import { type Domain, newcomer } from './domain.ts'

/** As it was sent last. */
export interface Sent {
  readonly email: string
  readonly invitationId: number
  readonly teamId: number | null
  readonly sentOperationId: number
}

interface InvitationChanges {
  /** By name; null: into the organization. Default: `evening`. */
  readonly team?: string | null
  readonly role?: string
  readonly courses?: readonly string[]
  readonly products?: readonly string[]
  readonly groups?: readonly string[]
  readonly days?: number
}

export type Invitations = ReturnType<typeof createInvitations>

export function createInvitations({ database }: TestDatabase, acme: Domain, now: () => Date) {
  const { pool } = database
  const inDays = (days: number) => new Date(now().getTime() + days * 24 * 60 * 60_000)

  function tryToSend(email: string, changes: InvitationChanges = {}): Promise<Outcome> {
    const { team = 'evening', role = null, courses = [], products = [], groups = [], days = 14 } = changes
    const { firstName, lastName } = newcomer(email)
    const teamId = team === null ? null : (acme.teams[team] ?? 0)
    const given = { courses, products, groups, from: null }
    const intent = { kind: 'invite', email, firstName, lastName, teamId, role, expiresAt: inDays(days) } as const
    return acme.tryTo({ ...intent, ...given })
  }

  async function read({ email, invitationId }: Pick<Sent, 'email' | 'invitationId'>): Promise<Sent> {
    const { rows } = await pool.query(
      'select team_id as "teamId", sent_operation_id as "sentOperationId" from invitations where id = $1',
      [invitationId],
    )
    return { email, invitationId, ...rows[0] }
  }

  /** Whatever its state is. */
  async function findLast(email: string): Promise<Sent | undefined> {
    const { rows } = await pool.query(
      'select max(i.id) as id from invitations i join users on users.id = user_id where email = $1',
      [email],
    )
    return rows[0].id === null ? undefined : read({ email, invitationId: rows[0].id })
  }

  const answerBy = (tryTo: Domain['tryTo']) => ({
    async accept(sent: Sent, { withPassword = true } = {}): Promise<Outcome> {
      const { rows } = await pool.query(
        'select courses, products, group_ids as groups from invitations where id = $1',
        [sent.invitationId],
      )
      return tryTo({ kind: 'accept_invitation', ...sent, ...rows[0], withPassword })
    },
    withdraw: ({ sentOperationId: _, ...about }: Sent) => tryTo({ kind: 'withdraw_invitation', ...about }),
  })

  return {
    ...answerBy(acme.tryTo),
    tryToSend,
    read,
    findLast,
    person: newcomer,

    async send(email: string, changes: InvitationChanges = {}): Promise<Sent> {
      const outcome = await tryToSend(email, changes)
      if (outcome.result === 'refused') throw new Error(JSON.stringify(outcome.problems))
      return read({ email, invitationId: (outcome as InvitationOutcome).invitationId })
    },

    renew: ({ sentOperationId: _, ...about }: Sent, { days, send = false }: { days: number; send?: boolean }) =>
      acme.tryTo({ kind: 'renew_invitation', ...about, expiresAt: inDays(days), send }),

    lapse: ({ sentOperationId: _, ...about }: Sent) => acme.tryTo({ kind: 'lapse_invitation', ...about }),

    undo: (operationId: number): Promise<Outcome> => acme.undo(operationId),

    /** Another server on the same database answers. */
    ofAnotherProcess() {
      const engine = createEngine({ pool, passwordLinkDays: 7, now, onMail: () => {} })
      const call = { actor: { kind: 'system' }, organizationId: acme.organizationId, source: null, ip: null } as const
      const tryTo: Domain['tryTo'] = intent =>
        engine.submit({ ...intent, call: { ...call, receivedAt: now() } } as Intent)
      return { ...answerBy(tryTo), tryTo }
    },
  }
}
