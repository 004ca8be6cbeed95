import { client, getAnswer } from '../client.ts'
import type { Sent } from '../sending.ts'

/** Where one signs in anew, and comes back from to a page of ours. */
export async function findProofByProvider(to: string): Promise<string> {
  return (await getAnswer(client.POST('/api/me/proof/provider', { body: { to } }))).url
}

/** For ten minutes then this session may do what is dangerous. */
export function prove(body: Sent<'/api/me/proof', 'post'>) {
  return getAnswer(client.POST('/api/me/proof', { body }))
}
