import { type Command, Option } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { wholeNumber } from '../cli/options.ts'
import { type PrintOptions, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import { type AccessRule, describeAccess, type Renewal, renewals } from '../lib/access-rule.ts'
import { Refusal } from '../lib/refusal.ts'
import { getOrganization } from '../organizations/queries.ts'
import { archiveCourse, restoreCourse } from './archive-course.ts'
import { createCourse } from './create-course.ts'
import { addItemCommands } from './item-commands.ts'
import { type CourseRow, getCourseByName, listCourses } from './queries.ts'

const columns: Column<CourseRow>[] = [
  { title: 'ORGANIZATION', value: row => row.organization },
  { title: 'NAME', value: row => row.name },
  { title: 'DISPLAY NAME', value: row => row.display_name },
  { title: 'ACCESS', value: row => describeAccess(accessOf(row)) },
  { title: 'ITEMS', value: row => row.items, align: 'right' },
  { title: 'STATUS', value: row => (row.archived_at ? 'archived' : 'active') },
  { title: 'ID', value: row => row.id, align: 'right' },
]

interface NewOptions extends PrintOptions {
  organization: string
  name: string
  displayName: string
  months?: number
  days?: number
  until?: string
  forever?: boolean
  renewal: Renewal
}

export function addCourseCommands(program: Command, open: OpenCli) {
  const course = addGroup(program, 'course', 'Courses: what learners are enrolled in')

  addCommand(course, 'create', {
    summary: 'Make a course',
    description:
      'Make a course with its access rule: how long a learner keeps it, and what happens when it is bought again while it runs.',
    examples: [
      'usher course create --organization acme-prep --name ielts --display-name IELTS --months 6',
      'usher course create --organization acme-prep --name gre_2027 --display-name "GRE 2027" --until 2027-06-30 --renewal longest',
    ],
  })
    .requiredOption('--organization <slug>', 'whose course it is')
    .requiredOption('--name <name>', 'what callers send: lower-case letters, digits, _ and -')
    .requiredOption('--display-name <name>', 'what people read')
    .option('--months <n>', 'access for so many months', wholeNumber(1, 120))
    .option('--days <n>', 'access for so many days', wholeNumber(1, 3660))
    .option('--until <date>', "access to the end of a day, in the organization's time zone, or to a moment")
    .option('--forever', 'access without an end')
    .addOption(
      new Option('--renewal <policy>', 'bought again while it runs: add to the end, keep the later end, or begin anew')
        .choices(renewals)
        .default('extend'),
    )
    .action((options: NewOptions) => create(open, options))

  addCommand(course, 'list', {
    summary: 'List courses',
    examples: ['usher course list', 'usher course list --organization acme-prep --json'],
  })
    .option('--organization <slug>', 'only its courses')
    .action((options: PrintOptions & { organization?: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { organization: slug } = options
        const organizationId = slug === undefined ? undefined : (await getOrganization(kysely, slug)).id
        const courses = await listCourses(kysely, { organizationId })
        printList(options, courses, columns, 'There is no course yet: `usher course create` makes one.')
      }),
    )

  addCommand(course, 'archive <name>', {
    summary: 'Take a course out of use',
    description:
      'Take a course out of use: provisioning refuses it from now on. Learners who are in it keep their access.',
    examples: ['usher course archive gmat --organization acme-prep'],
  })
    .requiredOption('--organization <slug>', 'whose course it is')
    .action((name: string, options: ArchiveOptions) => setArchived(open, name, options, true))

  addCommand(course, 'restore <name>', {
    summary: 'Take an archived course into use again',
    examples: ['usher course restore gmat --organization acme-prep'],
  })
    .requiredOption('--organization <slug>', 'whose course it is')
    .action((name: string, options: ArchiveOptions) => setArchived(open, name, options, false))

  addItemCommands(course, open)
}

type ArchiveOptions = PrintOptions & { organization: string }

function create(open: OpenCli, options: NewOptions): Promise<void> {
  const { organization: slug, name, displayName: display_name, months, days, until, forever, renewal } = options
  const given = [months, days, until, forever].filter(value => value !== undefined)
  if (given.length !== 1)
    throw new Refusal('invalid', 'Say how long access lasts: --months, --days, --until or --forever.')
  return withUsher(open, async ({ database: { kysely } }) => {
    await kysely.transaction().execute(async transaction => {
      const organization = await getOrganization(transaction, slug)
      const access = forever ? null : { months, days, until }
      await createCourse(transaction, { organization }, { name, display_name, access, renewal }, operator())
    })
    const course = await getCourseByName(kysely, slug, name)
    printOne(options, course, `Course ${name} is made: access ${describeAccess(accessOf(course))}.`)
  })
}

function setArchived(open: OpenCli, name: string, options: ArchiveOptions, archived: boolean): Promise<void> {
  return withUsher(open, async ({ database: { kysely } }) => {
    const changed = await kysely.transaction().execute(async transaction => {
      const organization = await getOrganization(transaction, options.organization)
      const { id, archived_at } = await getCourseByName(transaction, options.organization, name)
      await (archived ? archiveCourse : restoreCourse)(transaction, { organization }, { id }, operator())
      return (archived_at !== null) !== archived
    })
    const state = archived ? 'archived' : 'in use'
    const sentence = `Course ${name} ${changed ? 'is' : 'was already'} ${state}.`
    printOne(options, await getCourseByName(kysely, options.organization, name), sentence)
  })
}

function accessOf(row: CourseRow): AccessRule {
  return { months: row.access_months, days: row.access_days, until: row.access_until, renewal: row.renewal as Renewal }
}
