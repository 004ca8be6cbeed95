/** What the console's lists of people and places show: a group, a link, an invitation, a role, a field, organizations below. */
import type { Api } from '../../server/test/api.ts'

/** Beside what `addPeople` made. Gives the ids of the group and the link. */
export async function addPlaces(api: Api, team: number): Promise<{ group: number; link: number }> {
  const group = await make('/api/groups', { name: 'Readers', description: 'They read on Thursdays.' })
  await make(`/api/groups/${group}/members`, { email: 'bruno.klein@example.com' })
  await make(`/api/groups/${group}/courses`, { courses: ['gre'] })
  const link = await make('/api/links', { name: 'Flyer', target: { group }, max_uses: 20, needs_approval: true })
  await make('/api/invitations', { email: 'emil.berg@example.com', first_name: 'Emil', team })
  await make('/api/roles', { name: 'coach', display_name: 'Coach', permissions: ['users.view', 'groups.view'] })
  await make('/api/custom-fields', { name: 'city', label: 'City', kind: 'choice', choices: ['Pune', 'Delhi'] })
  await make('/api/organizations', { name: 'Acme Pune', slug: 'acme-pune' })
  await make('/api/organizations', { name: 'Acme Kothrud', slug: 'acme-kothrud', parent: 'acme-pune' })
  return { group, link }

  async function make(path: string, body: object): Promise<number> {
    const { status, body: made } = await api.post(path, body)
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(made)}`)
    return made.id
  }
}
