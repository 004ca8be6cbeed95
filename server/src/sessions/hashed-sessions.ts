/**
 * The sign-in library keeps session tokens as they are. This stands between it and its database, so that the database
 * only ever sees their SHA-256, while the library goes on handling the token that the browser holds.
 */
import { createHash } from 'node:crypto'
import type { DBAdapter, Where } from 'better-auth/types'

type Call = { model: string; where?: Where[] }
type Row = Record<string, unknown>

export function hashSessionTokens<T extends Omit<DBAdapter, 'transaction'>>(adapter: T): T {
  const hashed: Omit<DBAdapter, 'transaction'> = {
    ...adapter,
    async create<In extends Row, Out>(call: { model: string; data: Omit<In, 'id'> }) {
      const token = call.model === 'session' ? (call.data as Row).token : undefined
      if (typeof token !== 'string') return adapter.create<In, Out>(call)
      const row = await adapter.create<Row, Row>({ ...call, data: { ...call.data, token: hashToken(token) } })
      return { ...row, token } as Out
    },
    findOne: async call => withToken(await adapter.findOne(hashWhere(call)), call),
    update: async call => withToken(await adapter.update(hashWhere(call)), call),
    consumeOne: async call => withToken(await adapter.consumeOne(hashWhere(call)), call),
    incrementOne: async call => withToken(await adapter.incrementOne(hashWhere(call)), call),
    findMany: call => adapter.findMany(hashWhere(call)),
    count: call => adapter.count(hashWhere(call)),
    updateMany: call => adapter.updateMany(hashWhere(call)),
    delete: call => adapter.delete(hashWhere(call)),
    deleteMany: call => adapter.deleteMany(hashWhere(call)),
  }
  const { transaction } = adapter as Partial<DBAdapter>
  return (
    transaction ? { ...hashed, transaction: run => transaction(inner => run(hashSessionTokens(inner))) } : hashed
  ) as DBAdapter & T
}

function hashWhere<C extends Call>(call: C): C {
  if (call.model !== 'session' || !call.where) return call
  return { ...call, where: call.where.map(clause => (clause.field === 'token' ? hashClause(clause) : clause)) }
}

function hashClause(clause: Where): Where {
  const { value } = clause
  return {
    ...clause,
    value: Array.isArray(value) ? value.map(item => hashToken(String(item))) : hashToken(String(value)),
  }
}

/** A row that was asked for by its token is given back with it. */
function withToken<R>(row: R, { model, where }: Call): R {
  const token = where?.find(({ field, operator = 'eq' }) => field === 'token' && operator === 'eq')?.value
  return row && model === 'session' && token !== undefined ? { ...row, token } : row
}

/** As the database has it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
