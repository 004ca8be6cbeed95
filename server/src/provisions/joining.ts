/** Putting people into a team or a group: one, or many in one body. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type TObject, Type } from 'typebox'
import { ask, callIn } from '../api/ask.ts'
import { askEach, readElements } from '../api/ask-each.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { Id, Outcomes, PlanAnswer } from '../http/shapes.ts'
import { orRefusal, Refusal } from '../lib/refusal.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { ProvisionedOutcome } from '../provisioning/intents/outcome.ts'
import type { ProvisionIntent } from '../provisioning/intents/provision.ts'
import { type NamedPerson, readPeople } from '../reach/named-people.ts'
import { MembershipSuspended } from './schema.ts'

export interface JoinDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

const Joined = Type.Object({
  operation_id: Id,
  user: Type.Object({ id: Id, created: Type.Boolean({ description: 'Whether the account was made now.' }) }),
  joined: Type.Boolean({ description: 'Whether the person came in now.' }),
  welcome_email_sent: Type.Boolean({ description: 'Whether a mail was queued for this call.' }),
  membership_suspended: MembershipSuspended,
})

/** 201: the person came in now. */
export const joinedAnswers = { 200: Type.Union([Joined, PlanAnswer, Outcomes]), 201: Joined }

/** `into` says where each goes, in the organization. */
export async function join<Person extends NamedPerson>(
  { engine, database }: JoinDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  organizationId: number,
  shape: TObject,
  into: (person: Person) => Partial<ProvisionIntent> | Promise<Partial<ProvisionIntent>>,
) {
  const call = { ...callIn(request, organizationId), organizationId }
  const { body } = request
  const people = (Array.isArray(body) ? readElements(request, shape, body) : [body]) as (Person | Refusal)[]
  const joining = await readPeople(database.kysely, principalOf(request), people, call)
  const send = (intent: ProvisionIntent | Refusal, index: number) =>
    intent instanceof Refusal
      ? intent
      : orRefusal(async () => ({ ...intent, ...(await into(people[index] as Person)) }))
  const intents = await Promise.all(joining.map(send))
  if (Array.isArray(body))
    return askEach(engine, request, intents, outcome => {
      const answer = toAnswer(outcome)
      return { status: answer.joined ? 201 : 200, ...answer }
    })
  const [intent] = intents as [ProvisionIntent | Refusal]
  if (intent instanceof Refusal) throw intent
  return ask(engine, request, reply, intent, outcome => {
    const answer = toAnswer(outcome)
    reply.code(answer.joined ? 201 : 200)
    return answer
  })
}

function toAnswer(outcome: ProvisionedOutcome) {
  const { operationId, userId, result, team, groups, mailQueued, membershipSuspended } = outcome
  return {
    operation_id: operationId,
    user: { id: userId, created: result === 'created' },
    joined: team?.joined ?? groups.some(({ joined }) => joined),
    welcome_email_sent: mailQueued,
    membership_suspended: membershipSuspended,
  }
}
