import { type RawBuilder, sql } from 'kysely'

/** What the invitations of `table` give, in words for people: courses, products, and the courses of groups. */
export function offeredNames(table: string): RawBuilder<string[]> {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  return sql<string[]>`array(
    select display_name from courses
      where organization_id = ${column('organization_id')} and name = any(${column('courses')})
    union
    select display_name from products where name = any(${column('products')}) and (
      organization_id = ${column('organization_id')}
      or id = any(array(select product_id from seats where id = any(${column('seat_ids')}))))
    union
    select course.display_name from group_courses as given join courses as course on course.id = given.course_id
      where given.group_id = any(${column('group_ids')}) and course.archived_at is null
    order by display_name)`
}
