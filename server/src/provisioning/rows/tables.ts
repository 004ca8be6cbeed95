/** The tables that are decided on, in the order in which a plan shows them. Another one is its entry, and a line here. */
import { products } from './course.ts'
import { changes, messages } from './log.ts'
import { creditAccounts, creditEntries, orderLines, orders } from './order.ts'
import { enrollments, grants, memberships, openedItems, refunds, users } from './person.ts'
import { claims, groupCourses, groupMembers, groups, seatEntries, seats, teamMembers, teams, waiters } from './place.ts'
import type { AnyRow, RowOf, Table } from './table.ts'
import { invitations, linkJoins, links } from './way-in.ts'

export const tables = {
  ...{ users, memberships, products },
  ...{ teams, teamMembers, groups, groupMembers, groupCourses },
  ...{ seats, seatEntries, claims, waiters },
  ...{ enrollments, grants, refunds },
  ...{ orders, orderLines, creditAccounts, creditEntries },
  ...{ invitations, links, linkJoins },
  ...{ openedItems, messages, changes },
}

export type TableName = keyof typeof tables
export const tableNames = Object.keys(tables) as readonly TableName[]
export type RowIn<Name extends TableName> = RowOf<(typeof tables)[Name]>

/** A value of each table. */
export function ofEachTable<Value>(make: (name: TableName, table: Table<AnyRow>) => Value): Record<TableName, Value> {
  const all: Record<TableName, Table<AnyRow>> = tables
  return Object.fromEntries(tableNames.map(name => [name, make(name, all[name])])) as Record<TableName, Value>
}
