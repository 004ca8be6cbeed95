/** A real mail server, and what came to somebody in it. */
import { expect, vi } from 'vitest'
import { startMailServer } from '../../server/test/mail-server.ts'

export async function startMailbox() {
  const post = await startMailServer()
  const findNewest = (email: string) => post.received.findLast(({ to }) => to[0] === email)?.email
  const linkIn = (text: string | undefined, kind: string) => new RegExp(`/${kind}/[\\w.-]+`).exec(text ?? '')?.[0] ?? ''
  return {
    url: post.url,
    close: () => post.close(),
    findNewest,
    /** The path of the link in the newest mail to somebody: `invitation` or `set-password`. */
    async findLink(email: string, kind: string): Promise<string> {
      const find = () => linkIn(findNewest(email)?.text, kind)
      await vi.waitFor(() => expect(find()).not.toBe(''), { timeout: 15_000, interval: 50 })
      return find()
    },
  }
}
