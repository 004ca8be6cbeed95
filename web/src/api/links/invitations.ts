import { client, getAnswer } from '../client.ts'
import { ApiError } from '../errors.ts'
import { finishSignIn } from '../person/second-factor.ts'
import type { Answer } from '../reading.ts'

type KnownInvitation = Answer<'/api/invitation-links/{token}'>

/** `unknown` is one that was sent again, too: then a newer link is in the mailbox. */
type Invitation = KnownInvitation | { state: 'unknown'; organization: null }

/** Looking at an invitation never spends it. */
export async function readInvitation(token: string): Promise<Invitation> {
  try {
    return await getAnswer(client.GET('/api/invitation-links/{token}', { params: { path: { token } } }))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return { state: 'unknown', organization: null }
    throw error
  }
}

/** Spends the invitation and signs its person in, who is returned. Without a password the one that there is stays. */
export async function acceptInvitation(token: string, password?: string) {
  const call = client.POST('/api/invitation-links/{token}/accept', {
    params: { path: { token } },
    body: { password },
  })
  return finishSignIn(await getAnswer(call))
}
