/** What a first start finds: an organization with courses that can be provisioned at once. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { addItems } from '../courses/add-items.ts'
import { createCourse } from '../courses/create-course.ts'
import type { NewItem } from '../courses/item.ts'
import type { Database, Transaction } from '../db/database.ts'
import { createKey } from '../keys/create-key.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import { hasOrganization } from '../organizations/queries.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'

const courses = [
  { name: 'ielts', display_name: 'IELTS', months: 6, sections: ['Listening', 'Reading', 'Writing', 'Speaking'] },
  {
    name: 'pte_academic',
    display_name: 'PTE Academic',
    months: 6,
    sections: ['Speaking and Writing', 'Reading', 'Listening'],
  },
  { name: 'gmat', display_name: 'GMAT', months: 12, sections: ['Quantitative', 'Verbal', 'Data Insights'] },
  { name: 'gre', display_name: 'GRE', months: 12, sections: ['Verbal', 'Quantitative', 'Analytical Writing'] },
]

export interface Demo {
  readonly organization: { readonly id: number; readonly slug: string }
  readonly rawKey: string
}

const demoLock = 1_886_680_168 // any number, the same in every process

/** On an empty database alone, and once however many start together; null where there is an organization. */
export function createDemo({ kysely }: Database): Promise<Demo | null> {
  return kysely.transaction().execute(async transaction => {
    await sql`select pg_advisory_xact_lock(${demoLock})`.execute(transaction)
    return (await hasOrganization(transaction))
      ? null
      : fill(transaction, { actor: { kind: 'system' }, source: 'demo', ip: null, receivedAt: new Date() })
  })
}

async function fill(transaction: Transaction, by: AskedBy): Promise<Demo> {
  const organizationId = await createOrganization(transaction, { name: 'Acme Prep', slug: 'acme-prep' }, by)
  const organization = { id: organizationId, slug: 'acme-prep' }
  const operator = { organization }
  for (const { name, display_name, months, sections } of courses) {
    const { id } = await createCourse(transaction, operator, { name, display_name, access: { months } }, by)
    await addItems(transaction, operator, id, itemsOf(name, display_name, sections), by)
  }
  const key = { organizationId, name: 'Demo', random: randomBytes(32), scopes: ['manage'] }
  const { rawKey } = await createKey(transaction, key, by)
  return { organization, rawKey }
}

/** The first lesson and two practice tests open at once; the rest waits for the teacher. */
function itemsOf(course: string, displayName: string, sections: readonly string[]): NewItem[] {
  const item = (kind: NewItem['kind'], title: string, starter: boolean): NewItem => {
    const path = title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
    return { kind, title, launch_url: `https://learn.example.com/${course}/${path}`, starter }
  }
  return [
    item('lesson', `Welcome to ${displayName}`, true),
    ...sections.map(section => item('lesson', `${section}: how to prepare`, false)),
    ...sections.map((section, index) => item('practice_test', `${section}: practice test`, index < 2)),
    item('mock_test', `${displayName} mock test`, false),
  ]
}
