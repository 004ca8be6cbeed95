/** Links that prove that a new address is its account's: mailed there and nowhere else (lib/links/link-tokens.ts). */
import { createLinkTokens } from './link-tokens.ts'

export interface EmailLinks {
  /** The address to write into the mail to the wanted address. `linkId` is of the last time that it was asked for. */
  mailedUrl(userId: number, linkId: number): string
  opens(token: string, userId: number, linkId: number): boolean
}

const purpose = 'change-email'

export function createEmailLinks({ secretKey, publicUrl }: { secretKey: string; publicUrl: string }): EmailLinks {
  const tokens = createLinkTokens(secretKey)
  return {
    mailedUrl: (userId, linkId) => `${publicUrl}/change-email/${tokens.make(purpose, userId, linkId)}`,
    opens: (token, userId, linkId) => tokens.isRight(token, purpose, userId, linkId),
  }
}
