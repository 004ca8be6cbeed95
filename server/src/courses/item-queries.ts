import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import type { NewItem } from './item.ts'

export type Item = Awaited<ReturnType<typeof getItem>>

/** The items of a course. */
export function listItemPage(reader: Reader, courseId: number, page: PageRequest): Promise<Page<Item>> {
  const query = selectItems(reader).where('item.course_id', '=', courseId)
  return readPage(query, { sort: 'position', ...page }, { id: 'item.id', position: 'item.position' })
}

/** All of them, in their order. */
export function listItems(reader: Reader, courseId: number): Promise<Item[]> {
  return selectItems(reader).where('item.course_id', '=', courseId).orderBy('item.position').execute()
}

/** Throws `not_found`, also for an item out of the caller's reach. */
export async function getItem(reader: Reader, { organization }: Reach, id: number) {
  const item = await selectItems(reader)
    .innerJoin('organizations as organization', 'organization.id', 'course.organization_id')
    .where('item.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!item) throw new Refusal('not_found', `There is no item ${id}.`)
  return item
}

function selectItems(reader: Reader) {
  return reader
    .selectFrom('items as item')
    .innerJoin('courses as course', 'course.id', 'item.course_id')
    .select(['item.id', 'item.course_id', 'course.name as course', 'item.position'])
    .select([sql<NewItem['kind']>`item.kind`.as('kind'), 'item.title', 'item.launch_url', 'item.starter'])
    .select(['item.created_at', 'item.updated_at'])
}
