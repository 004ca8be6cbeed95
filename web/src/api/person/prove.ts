import { client, getAnswer } from '../client.ts'
import type { Sent } from '../sending.ts'

/** For ten minutes then this session may do what is dangerous. */
export function prove(body: Sent<'/api/me/proof', 'post'>) {
  return getAnswer(client.POST('/api/me/proof', { body }))
}
