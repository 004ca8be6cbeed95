/**
 * A commit waits for the standby where there is a synchronous one. When somebody cancels that wait, PostgreSQL answers with
 * success and a warning: the change is there, but may be lost with this machine. That is not what we call durable: it is
 * treated as a connection that broke while it committed, of which nobody knows what became. (PostgreSQL documentation, 26.2.8.)
 */
import pg, { type ClientBase, type Connection } from 'pg'

// Words are translated by what the server speaks; the name of its function is not.
const waiting = 'SyncRepWaitForLSN'
const transactionResolutionUnknown = '08007'

/** Whatever statement runs when its commit is not confirmed fails, and its connection is not used again. */
export function failUnconfirmedCommits(client: ClientBase): void {
  const { connection } = client as ClientBase & { readonly connection: Connection }
  client.on('notice', notice => {
    if (notice.routine !== waiting) return
    const words = `it is not known whether the standby has it: ${notice.message}`
    const error = Object.assign(new pg.DatabaseError(words, words.length, 'error'), {
      ...{ code: transactionResolutionUnknown, detail: notice.detail },
    })
    // As if the server had answered so. The success that follows must find nobody.
    connection.emit('errorMessage', error)
    connection.stream.destroy()
  })
}
