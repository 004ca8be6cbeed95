/**
 * Statements that travel together: one packet there and, because there is one Sync at the end, one packet back. Sent and
 * awaited one by one, each costs both sides a system call and a wake-up, which is more than a small statement itself.
 * They are prepared once a connection. (PostgreSQL documentation, "Pipelining" in the chapter on the protocol.)
 */
import pg, { type ClientBase, type Connection, type FieldDef } from 'pg'

export interface Statement {
  /** Stands for the text: 63 characters at most. */
  readonly name: string
  readonly text: string
  /** As PostgreSQL reads text; arrays by `arrayLiteral`. */
  readonly values?: readonly (string | null)[]
}

export type Row = Record<string, unknown>

/**
 * The rows of each statement, in their order. Throws the error of the first that fails; those after it were not run, and
 * a transaction that was begun is still to be rolled back.
 */
export function runTogether(client: ClientBase, statements: readonly Statement[]): Promise<Row[][]> {
  return new Promise((resolve, reject) => {
    client.query(createGroup(statements, resolve, reject))
  })
}

interface Column {
  readonly name: string
  readonly parse: (text: string) => unknown
}

/** What each connection has prepared, and the columns that come back. */
const preparedBy = new WeakMap<Connection, Map<string, readonly Column[]>>()

/** What node-postgres wants of a query, and calls as the answers come in. */
function createGroup(
  statements: readonly Statement[],
  resolve: (rows: Row[][]) => void,
  reject: (error: Error) => void,
) {
  const columns: (readonly Column[])[] = statements.map(() => [])
  const rows: Row[][] = statements.map(() => [])
  let current = 0

  return {
    submit(connection: Connection) {
      const prepared = preparedBy.get(connection) ?? new Map()
      preparedBy.set(connection, prepared)
      connection.stream.cork()
      for (const [index, statement] of statements.entries()) {
        columns[index] = prepared.get(statement.name) ?? []
        sendStatement(connection, statement, prepared.has(statement.name))
      }
      connection.sync()
      connection.stream.uncork()
    },
    handleRowDescription({ fields }: { fields: FieldDef[] }) {
      columns[current] = fields.map(({ name, dataTypeID }) => ({ name, parse: pg.types.getTypeParser(dataTypeID) }))
    },
    handleDataRow({ fields }: { fields: (string | null)[] }) {
      const row: Row = {}
      for (const [index, { name, parse }] of (columns[current] ?? []).entries()) {
        const text = fields[index] ?? null
        row[name] = text === null ? null : parse(text)
      }
      rows[current]?.push(row)
    },
    handleCommandComplete() {
      current++
    },
    handleError: reject,
    handleReadyForQuery(connection: Connection) {
      for (const [index, { name }] of statements.entries()) preparedBy.get(connection)?.set(name, columns[index] ?? [])
      resolve(rows)
    },
  }
}

/** A name that may be left over from a group that failed halfway is closed before it is given again. */
function sendStatement(connection: Connection, { name, text, values = [] }: Statement, isPrepared: boolean): void {
  if (!isPrepared) {
    connection.close({ type: 'S', name }, true)
    connection.parse({ name, text, types: [] }, true)
  }
  connection.bind({ statement: name, values: [...values] }, true)
  if (!isPrepared) connection.describe({ type: 'P', name: '' }, true)
  connection.execute({}, true)
}
