/** Putting people into a team or a group: one, or many in one body. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type TObject, Type } from 'typebox'
import { act } from '../api/ask.ts'
import { actEach, readElements } from '../api/ask-each.ts'
import type { Say } from '../api/problem-words.ts'
import { Id, Outcomes, PlanAnswer } from '../http/shapes.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Action } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { ProvisionedOutcome } from '../provisioning/intents/outcome.ts'
import type { NamedPerson } from '../reach/named-people.ts'
import { MembershipSuspended } from './schema.ts'

const Joined = Type.Object({
  operation_id: Id,
  user: Type.Object({ id: Id, created: Type.Boolean({ description: 'Whether the account was made now.' }) }),
  joined: Type.Boolean({ description: 'Whether the person came in now.' }),
  welcome_email_sent: Type.Boolean({ description: 'Whether a mail was queued for this call.' }),
  membership_suspended: MembershipSuspended,
})

/** 201: the person came in now. */
export const joinedAnswers = { 200: Type.Union([Joined, PlanAnswer, Outcomes]), 201: Joined }

type Joining = 'join_team' | 'join_group'

/** `into` says where each goes. */
export async function join<Person extends NamedPerson>(
  engine: Engine,
  request: FastifyRequest,
  reply: FastifyReply,
  { action, shape, say }: { readonly action: Joining; readonly shape: TObject; readonly say: Say },
  into: (person: Person) => Action<Joining>,
) {
  const { body } = request
  if (Array.isArray(body)) {
    const people = readElements(request, shape, body) as (Person | Refusal)[]
    const asked = people.map(one => (one instanceof Refusal ? one : into(one)))
    const present = (outcome: ProvisionedOutcome) => {
      const answer = toAnswer(outcome)
      return { status: answer.joined ? 201 : 200, ...answer }
    }
    return actEach(engine, request, action, asked, present, say)
  }
  const present = (outcome: ProvisionedOutcome) => {
    const answer = toAnswer(outcome)
    reply.code(answer.joined ? 201 : 200)
    return answer
  }
  return act(engine, request, reply, into(body as Person), present, say)
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
