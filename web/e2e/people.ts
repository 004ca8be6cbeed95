/** An organization with a team, seats and people, as its integrations would have made them. */
import type { Api } from '../../server/test/api.ts'

const names = [
  ['Asha', 'Rao'],
  ['Bruno', 'Klein'],
  ['Chen', 'Li'],
  ['Dana', 'Fox'],
] as const

/** Gives the team's id. Asha holds a seat for IELTS; all four are members of the team. */
export async function addPeople(api: Api): Promise<{ team: number }> {
  const { body: team } = await expectDone(api.post('/api/teams', { name: 'Evening class', description: 'From 6 pm.' }))
  await expectDone(api.post(`/api/teams/${team.id}/seats`, { product: 'ielts', quantity: 5, external_ref: 'order-1' }))
  for (const [index, [first_name, last_name]] of names.entries()) {
    const email = `${first_name}.${last_name}@example.com`.toLowerCase()
    const provisioned = {
      user: { email, first_name, last_name, tags: index === 1 ? ['vip'] : [] },
      team: { strategy: 'specific', id: team.id },
      products: index === 0 ? ['ielts'] : [],
      from: 'seats',
      send_welcome_email: false,
    }
    await expectDone(api.post('/api/provision', provisioned))
  }
  return { team: team.id }
}

async function expectDone(answer: ReturnType<Api['post']>) {
  const { status, body } = await answer
  if (status >= 300) throw new Error(JSON.stringify(body))
  return { body }
}
