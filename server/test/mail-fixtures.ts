/** People and mails for them, put straight into the database. */
import type { Database } from '../src/db/database.ts'

export interface SomeMail {
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly organization?: string
  readonly timeZone?: string
  readonly kind?: 'welcome' | 'password_link'
  readonly hasPassword?: boolean
  /** When the set-password link ends; null: there is none. */
  readonly linkExpiresAt?: Date | null
  readonly courses?: readonly {
    readonly name: string
    readonly startsAt?: Date
    readonly endsAt?: Date | null
    readonly suspendedAt?: Date
  }[]
  readonly queuedAt: Date
}

let counter = 0

/** Queues a mail to a new person and answers its id and the person's. */
export async function queueMail(
  { kysely }: Pick<Database, 'kysely'>,
  mail: SomeMail,
): Promise<{ id: number; userId: number }> {
  const { queuedAt, courses = [], linkExpiresAt = new Date(queuedAt.getTime() + 7 * 86_400_000) } = mail
  counter += 1
  return kysely.transaction().execute(async transaction => {
    const organization = await transaction
      .insertInto('organizations')
      .values({
        path: [],
        name: mail.organization ?? 'Acme Prep',
        slug: `acme-${counter}`,
        time_zone: mail.timeZone ?? 'UTC',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await transaction
      .updateTable('organizations')
      .set({ path: [organization.id] })
      .where('id', '=', organization.id)
      .execute()
    const user = await transaction
      .insertInto('users')
      .values({
        email: mail.email ?? `learner${counter}@example.com`,
        first_name: mail.firstName ?? 'Jane',
        last_name: mail.lastName ?? 'Doe',
        password_set_at: mail.hasPassword ? queuedAt : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (linkExpiresAt && !mail.hasPassword) {
      await transaction
        .updateTable('users')
        .set({ password_link_id: 1, password_link_expires_at: linkExpiresAt })
        .where('id', '=', user.id)
        .execute()
    }
    for (const { name, startsAt = queuedAt, endsAt = null, suspendedAt } of courses) {
      const course = await transaction
        .insertInto('courses')
        .values({ organization_id: organization.id, name: name.toLowerCase(), display_name: name })
        .returning('id')
        .executeTakeFirstOrThrow()
      await transaction
        .insertInto('enrollments')
        .values({
          user_id: user.id,
          course_id: course.id,
          starts_at: startsAt,
          ends_at: endsAt,
          suspended_at: suspendedAt ?? null,
        })
        .execute()
    }
    const operation = await transaction
      .insertInto('operations')
      .values({
        organization_id: organization.id,
        kind: 'provision',
        actor_kind: 'system',
        courses: courses.map(course => course.name.toLowerCase()),
        result: 'created',
        at: queuedAt,
        duration_ms: 1,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const message = await transaction
      .insertInto('messages')
      .values({
        kind: mail.kind ?? 'welcome',
        user_id: user.id,
        organization_id: organization.id,
        operation_id: mail.kind === 'password_link' ? null : operation.id,
        due_at: queuedAt,
        created_at: queuedAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id: message.id, userId: user.id }
  })
}
