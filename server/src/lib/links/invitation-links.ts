/** Links of invitations: mailed, and dead as soon as the invitation is sent again (lib/links/link-tokens.ts). */
import { createLinkTokens } from './link-tokens.ts'

export interface InvitationLinks {
  /** The address to write into the mail, and nowhere else. `sentOperationId` is of the last time that it was sent. */
  mailedUrl(invitationId: number, sentOperationId: number): string
  opens(token: string, invitationId: number, sentOperationId: number): boolean
}

const purpose = 'invitation'

export function createInvitationLinks({
  secretKey,
  publicUrl,
}: {
  secretKey: string
  publicUrl: string
}): InvitationLinks {
  const tokens = createLinkTokens(secretKey)
  return {
    mailedUrl: (id, sentOperationId) => `${publicUrl}/invitation/${tokens.make(purpose, id, sentOperationId)}`,
    opens: (token, id, sentOperationId) => tokens.isRight(token, purpose, id, sentOperationId),
  }
}
