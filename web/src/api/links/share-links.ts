import { client, getAnswer } from '../client.ts'
import { ApiError } from '../errors.ts'
import type { Answer } from '../reading.ts'

type KnownLink = Answer<'/api/join/{token}'>

export async function readShareLink(token: string): Promise<KnownLink | { state: 'unknown'; organization: null }> {
  try {
    return await getAnswer(client.GET('/api/join/{token}', { params: { path: { token } } }))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return { state: 'unknown', organization: null }
    throw error
  }
}

export interface Joining {
  email: string
  first_name: string
  last_name?: string
}

/** Nobody is signed in by it: the way in goes to the mailbox. `pending` is who waits to be let in. */
export async function followShareLink(token: string, body: Joining) {
  return (await getAnswer(client.POST('/api/join/{token}', { params: { path: { token } }, body }))).state
}
