/** The shapes of reports. Each is a list, so that it is there as CSV too. */
import { Type } from 'typebox'
import { Id, ListQuery, Nullable, PageOf, Places, Sent } from '../http/shapes.ts'

const Count = (description?: string) => Type.Integer({ description, minimum: 0 })
const CourseName = Type.String({ description: 'The name of the course.', examples: ['ielts'] })
const DisplayName = (what: string) => Type.String({ description: `What people call the ${what}.`, examples: ['IELTS'] })
const Day = (description: string) =>
  Type.String({ format: 'date', pattern: '^[12]\\d{3}-', description, examples: ['2026-11-30'] })

const scope = {
  ...Places,
  team: Type.Optional({ ...Id, description: 'The id of a team: of those who are in it.' }),
  course: Type.Optional(
    Type.String({ maxLength: 64, description: 'The name or id of a course.', examples: ['ielts'] }),
  ),
}

const days = {
  from: Type.Optional(Day("The first day, by the organization's calendar.")),
  to: Type.Optional(Day('The last day, which is included. Default: today.')),
}

export const EnrollmentsQuery = Sent({
  ...scope,
  ...days,
  by: Type.Enum(['day', 'week', 'month'], {
    default: 'day',
    description: 'Without `from`: the last 30 days, 26 weeks or 12 months.',
    examples: ['week'],
  }),
  split: Type.Optional(
    Type.Enum(['course', 'source', 'team'], { description: 'What each period is divided by.', examples: ['course'] }),
  ),
})

export const EnrollmentsReport = PageOf(
  Type.Object({
    period: Type.String({
      description: 'Its first day: the day, the Monday, or the first of the month.',
      examples: ['2026-11-30'],
    }),
    course: Nullable(CourseName, { description: 'Null: not divided by it.' }),
    display_name: Nullable(DisplayName('course'), { description: 'Null: not divided by courses.' }),
    source: Nullable(Type.String(), {
      description: 'Where the enrollment first came from: `api`, `seat`, `group`, `link` … Null: not divided by it.',
    }),
    team_id: Nullable(Type.Integer(), { description: 'Null: not divided by teams, or of nobody in a team.' }),
    team: Nullable(Type.String()),
    enrollments: Count('How many began.'),
  }),
)

export const CompletionQuery = Sent({
  ...scope,
  ...days,
  split: Type.Optional(Type.Enum(['team'], { description: 'What each course is divided by.', examples: ['team'] })),
})

export const CompletionReport = PageOf(
  Type.Object({
    course: CourseName,
    display_name: DisplayName('course'),
    team_id: Nullable(Type.Integer(), { description: 'Null: not divided by teams, or of nobody in a team.' }),
    team: Nullable(Type.String()),
    enrollments: Count('How many began in these days and were not revoked; those that are suspended too.'),
    active: Count(),
    completed: Count(),
    expired: Count('Those whose access ended before they completed the course.'),
    completed_share: Type.Number({ description: 'From 0 to 1.', examples: [0.42] }),
  }),
)

export const ExpiringQuery = Sent({
  ...scope,
  days: Type.Integer({ minimum: 1, maximum: 366, default: 30, description: 'How many days ahead.' }),
})

export const ExpiringReport = PageOf(
  Type.Object({
    day: Type.String({ description: "The last day with access, by the organization's calendar." }),
    course: CourseName,
    display_name: DisplayName('course'),
    enrollments: Count('How many end then.'),
  }),
)

export const SeatsQuery = Sent({
  ...Places,
  ...ListQuery,
  team: Type.Optional({ ...Id, description: 'The id of a team.' }),
  product: Type.Optional(Type.String({ maxLength: 64, description: 'The name of a product.', examples: ['ielts'] })),
  nearly_used: Type.Optional(Type.Boolean({ description: 'Only those of which 90 % or more are used.' })),
  sort: Type.Optional(
    Type.Enum(['used_share', '-used_share', 'id', '-id'], {
      description: 'Default: `-used_share`, the fullest first.',
      examples: ['-used_share'],
    }),
  ),
})

export const SeatsReport = PageOf(
  Type.Object({
    seats: Type.Integer({ description: "The id of the team's seats in the product." }),
    organization: Type.String({ description: 'The slug of the organization of the team.' }),
    team_id: Id,
    team: Type.String(),
    product: Type.String({ description: 'The name of the product.' }),
    display_name: DisplayName('product'),
    quantity: Count(),
    used: Count(),
    left: Count(),
    used_share: Type.Number({ description: 'From 0 to 1.', examples: [0.9] }),
  }),
)

export const OverviewQuery = Sent(Places)

export const Overview = Type.Object({
  operations_today: Count("What was asked since midnight, by the organization's calendar."),
  operations_in_7_days: Count('Today and the six days before.'),
  refused_today: Count(),
  refused_in_7_days: Count(),
  seats: Count('What all teams have together.'),
  seats_used: Count(),
  seats_nearly_used: Count('How many allocations have 10 % or less left.'),
  mails_failed_in_7_days: Count(),
  access_ending_in_7_days: Count('How many enrollments end in the next seven days.'),
  enrollments_today: Count('How many began.'),
  enrollments_in_7_days: Count(),
  learners_active_in_7_days: Count('How many learners used their pages and did not sign out.'),
})
