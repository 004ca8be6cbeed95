/** The shapes of what the dialect takes and answers, for its description. In v1 a link is text, and people have less to show. */
import { maxBulk } from './translate.ts'

type Shape = Readonly<Record<string, unknown>>

const uuid = { type: 'string', format: 'uuid', examples: ['681a303d-4a67-405d-9b00-000000001981'] }
const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }
const moment = { type: 'string', format: 'date-time', examples: ['2026-03-31T17:15:17Z'] }
const momentOrNull = { type: ['string', 'null'], format: 'date-time' }
const count = { type: 'integer', minimum: 0 }
const flag = { type: 'boolean' }
const percent = { type: 'integer', minimum: 0, maximum: 100 }
const nothing = { type: 'null' }

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** All of it is there, but for what is optional. */
function object(properties: Shape, optional: readonly string[] = []): Shape {
  return { type: 'object', required: Object.keys(properties).filter(name => !optional.includes(name)), properties }
}

const many = object({ data: { type: 'array', items: ref('Identifier') } })
const one = object({ data: ref('Identifier') })

function resource(type: string, attributes: Shape, { optional = [] as string[], id = uuid as Shape } = {}): Shape {
  return object({
    ...{ type: { type: 'string', enum: [type] }, id },
    attributes: object(attributes, optional),
    links: { type: 'object', additionalProperties: ref('Link') },
    relationships: { type: 'object', additionalProperties: { anyOf: [one, many] } },
  })
}

const pair = { type: 'string', description: 'The two ids that it joins, with a hyphen between them.' }
const times = { created_at: moment, updated_at: moment }
const enrolled = { progress: percent, enrolled_at: moment, completed_at: momentOrNull }

const names = { first_name: { ...text, maxLength: 150 }, last_name: { ...text, maxLength: 150 } }
const email = { type: 'string', format: 'email', examples: ['jane@example.com'] }
const groupName = { ...text, minLength: 1, maxLength: 150, examples: ['Acme'] }
const description = { ...text, maxLength: 2000 }
const identified = { type: text, id: uuid }
const sent = (attributes: Shape, optional: readonly string[]) =>
  object({ data: object({ ...identified, attributes: object(attributes, optional) }, ['type', 'id']) })

const changesOfPerson = {
  ...{ email, ...names, sso_uid: { ...text, maxLength: 255 }, deactivated: flag },
  resend_invitation: { ...flag, description: 'A new invitation is mailed.' },
}
const forPerson = Object.keys(changesOfPerson)

export const schemas: Readonly<Record<string, Shape>> = {
  Link: {
    description: 'Where something is. In v1 it is the address alone.',
    anyOf: [
      { type: 'string', format: 'uri' },
      object(
        { href: { type: 'string', format: 'uri' }, methods: { type: 'array', items: text }, meta: { type: 'object' } },
        ['methods', 'meta'],
      ),
      nothing,
    ],
  },
  Identifier: object({ type: text, id: uuid }),
  Pages: {
    ...object({ self: { type: 'string', format: 'uri' }, prev: { type: 'string' }, next: { type: 'string' } }, [
      'prev',
      'next',
    ]),
    description: 'A page that is not there has no link.',
  },
  Errors: object({
    errors: {
      type: 'array',
      items: object({
        ...{ status: { ...text, examples: ['422'] }, title: text, detail: text },
        source: object({ pointer: text, parameter: text }, ['pointer', 'parameter']),
      }),
    },
  }),
  Group: resource('groups', {
    ...{ name: text, description: text, membership_count: count, memberships_count: count, user_count: count },
    ...{ group_enrollment_link: nothing, ...times },
  }),
  Membership: resource('memberships', { created_at: moment }, { id: pair }),
  Person: resource(
    'people',
    {
      ...{ email: text, first_name: text, last_name: text, name: text, full_name: text, sso_uid: textOrNull },
      ...{ unsubscribed: flag, disabled: flag, activated_at: momentOrNull, deactivated_at: momentOrNull, ...times },
      ...{ custom_avatar_url: nothing, registration_status: { type: 'string', enum: ['not_activated', 'activated'] } },
    },
    { optional: ['custom_avatar_url', 'registration_status'] },
  ),
  Course: resource(
    'courses',
    {
      ...{ name: text, permalink: text, status: { type: 'string', enum: ['live', 'archived'] }, published: flag },
      ...{ enrollments_count: count, credential_achievement_count: count, list_image_url: nothing, ribbon: nothing },
      ...{ short_description: text, full_description: text, unpublished_changes: flag, ...times },
      ...{ dependent_course_names: { type: 'array', items: text }, course_enrollment_link: nothing },
      share_course_link: { type: 'string', format: 'uri' },
    },
    { optional: ['course_enrollment_link', 'share_course_link'] },
  ),
  CourseEnrollment: resource('course_enrollments', {
    ...{ person_id: uuid, course_id: uuid, ...enrolled, last_active_on: nothing, updated_at: moment },
  }),
  LearningPath: resource('learning_paths', {
    ...{ name: text, permalink: text, description: text, navigation_mode: text, picture_url: nothing, ...times },
    ...{ learning_path_enrollment_link: nothing, share_learning_path_link: { type: 'string', format: 'uri' } },
  }),
  LearningPathEnrollment: resource(
    'learning_path_enrollments',
    { person_id: uuid, learning_path_id: uuid, ...enrolled, last_active_on: nothing, updated_at: moment },
    { id: pair },
  ),
  TranscriptLine: resource('transcripts', {
    ...{ resource_id: uuid, resource_type: { type: 'string', enum: ['course'] }, name: text, ...enrolled },
    ...{ progress_status: { type: 'string', enum: ['enrolled', 'completed'] }, started_at: nothing },
    ...{ last_active_at: nothing, attempt_number: count, version_number: count, updated_at: moment },
  }),
  SchoolProperties: resource('school_properties', { properties: object({ id: uuid, name: text }) }),
  CourseProperties: resource('course_properties', { properties: object({ id: uuid, name: text }) }),
  PersonProperties: resource('person_properties', {
    properties: {
      ...object({
        ...{ id: uuid, first_name: text, last_name: text, email: text, sso_uid: textOrNull },
        ...{ preferred_locale: textOrNull, phone_number: {} },
      }),
      additionalProperties: { description: 'A custom field of the organization.' },
    },
  }),
  SentWebhook: resource('webhooks', {
    ...{ attempt_left: count, created_at: moment, received_at: momentOrNull, type: textOrNull, url: text },
    payload: { type: ['object', 'null'], description: 'Null: the key may not see what was told of.' },
  }),
  None: resource('none', {}),
  Done: object({ data: object({ type: text, attributes: { type: 'object', additionalProperties: count } }) }),

  NewGroup: sent({ name: groupName, description }, ['description']),
  GroupChanges: sent({ name: groupName, description }, ['name', 'description']),
  NewPerson: sent(
    changesOfPerson,
    forPerson.filter(name => name !== 'email'),
  ),
  PersonChanges: sent(changesOfPerson, forPerson),
  Identifiers: object({ data: { type: 'array', items: object(identified, ['type']) } }),
  PeopleOfGroup: { anyOf: [object({ person_id: uuid }), ref('Identifiers')] },
  BulkPeople: sent(
    {
      people: {
        type: 'array',
        maxItems: maxBulk,
        items: object({ email, ...names, groups: { anyOf: [groupName, { type: 'array', items: groupName }] } }, [
          'first_name',
          'last_name',
          'groups',
        ]),
      },
    },
    [],
  ),
  BulkGroups: sent(
    {
      groups: {
        type: 'array',
        maxItems: 1000,
        items: { anyOf: [object({ name: groupName, description }, ['description']), groupName] },
      },
    },
    [],
  ),
  BulkMembership: object({
    data: object({
      person_ids: { type: 'array', maxItems: maxBulk, items: uuid },
      group_ids: { type: 'array', maxItems: 1000, items: uuid },
    }),
  }),
}
