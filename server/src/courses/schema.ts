/** The shapes of courses and their items. */
import { Type } from 'typebox'
import { Access, Renewal, SentAccess } from '../access/access-json.ts'
import {
  Expand,
  Expanded,
  Id,
  ListQuery,
  Moment,
  Nullable,
  OrganizationChoice,
  PageOf,
  Places,
  Sent,
} from '../http/shapes.ts'
import { forms } from '../lib/forms.ts'
import { itemKinds } from './item.ts'

const Name = Type.String({
  'x-form': forms.name,
  description: 'What callers send: lower-case letters, digits, _ and -. Unique in its organization.',
  examples: ['ielts'],
})
const DisplayName = Type.String({ 'x-form': forms.line(150), description: 'What people read.', examples: ['IELTS'] })
const Description = Type.String({ 'x-form': forms.lines(5000), maxLength: 5000 })

const expand = Expand('organization')

export const Course = Type.Object({
  id: Id,
  organization: Type.String({ description: 'The slug of its organization.', examples: ['acme-prep'] }),
  name: Name,
  display_name: DisplayName,
  description: Description,
  access: Access('for ever'),
  renewal: Renewal,
  item_count: Type.Integer(),
  archived_at: Nullable(Moment),
  created_at: Moment,
  updated_at: Moment,
  ...Expanded('organization'),
})

/** The query of a read. */
export const Reading = Sent(expand)

export const CoursePage = PageOf(Course)

export const NewCourse = Sent({
  ...OrganizationChoice,
  name: Name,
  display_name: DisplayName,
  description: Type.Optional(Description),
  access: Type.Optional({
    ...SentAccess('for ever'),
    description: 'How long access lasts. Null: for ever. Default: as the settings of the organization say.',
  }),
  renewal: Type.Optional(Renewal),
})

export const CourseChanges = Sent(
  {
    name: Type.Optional(Name),
    display_name: Type.Optional(DisplayName),
    description: Type.Optional(Description),
    access: Type.Optional(SentAccess('for ever')),
    renewal: Type.Optional(Renewal),
  },
  { minProperties: 1 },
)

export const CourseList = Sent({
  ...Places,
  ...ListQuery,
  ...expand,
  search: Type.Optional(Type.String({ maxLength: 150, description: 'Part of the name or the display name.' })),
  archived: Type.Optional(Type.Boolean({ description: 'Also those that are archived.' })),
})

const Kind = Type.Enum([...itemKinds])
const Title = Type.String({
  'x-form': forms.line(200),
  description: 'What people read.',
  examples: ['Listening: practice test'],
})
const LaunchUrl = Type.String({
  'x-form': forms.webAddress,
  description: 'Where it opens.',
  examples: ['https://learn.example.com/ielts/listening-1'],
})
const whetherOpen =
  'Whether it is open from enrolment on. If not, it stays closed until it is opened for a learner: `POST /api/enrollments/{id}/items/{item_id}/open`.'
const Starter = Type.Boolean({ description: whetherOpen })
const OptionalStarter = Type.Optional(Type.Boolean({ description: `${whetherOpen} Default: true.` }))

export const Item = Type.Object({
  id: Id,
  course_id: Id,
  course: Type.String({ description: 'The name of its course.', examples: ['ielts'] }),
  position: Type.Integer({ description: 'Its place in the course, from 1 on without gaps.' }),
  kind: Kind,
  title: Title,
  launch_url: LaunchUrl,
  starter: Starter,
  created_at: Moment,
  updated_at: Moment,
})

export const ItemPage = PageOf(Item)
export const ItemList = Sent({ ...ListQuery, sort: Type.Optional(Type.String({ examples: ['position'] })) })
export const NewItem = Sent({ kind: Kind, title: Title, launch_url: LaunchUrl, starter: OptionalStarter })

export const ItemChanges = Sent(
  {
    kind: Type.Optional(Kind),
    title: Type.Optional(Title),
    launch_url: Type.Optional(LaunchUrl),
    starter: Type.Optional(Starter),
  },
  { minProperties: 1 },
)

export const ItemOrder = Sent({
  items: Type.Array(Id, {
    maxItems: 5000,
    description: 'The id of each item of the course, once, in the order that they shall have.',
  }),
})

export const OrderedItems = Type.Object({ data: Type.Array(Item) })
