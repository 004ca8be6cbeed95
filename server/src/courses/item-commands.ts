import { type Command, Option } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { type PrintOptions, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import { getOrganization } from '../organizations/queries.ts'
import { addItems } from './add-items.ts'
import { itemKinds, type NewItem } from './item.ts'
import { type Item, listItems } from './item-queries.ts'
import { getCourseByName } from './queries.ts'

const columns: Column<Item>[] = [
  { title: '#', value: row => row.position, align: 'right' },
  { title: 'KIND', value: row => row.kind },
  { title: 'TITLE', value: row => row.title },
  { title: 'STARTER', value: row => (row.starter ? 'yes' : 'no') },
  { title: 'OPENS', value: row => row.launch_url },
]

interface CourseOptions extends PrintOptions {
  organization: string
  course: string
}

interface NewOptions extends CourseOptions, Pick<NewItem, 'kind' | 'title' | 'starter'> {
  launchUrl: string
}

/** `course items` and `course item add`. */
export function addItemCommands(course: Command, open: OpenCli) {
  addCommand(course, 'items', {
    summary: 'List the items of a course',
    examples: ['usher course items --organization acme-prep --course ielts'],
  })
    .requiredOption('--organization <slug>', 'whose course it is')
    .requiredOption('--course <name>', 'the course')
    .action((options: CourseOptions) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { id } = await getCourseByName(kysely, options.organization, options.course)
        const none = 'The course has no items yet: `usher course item add` adds one.'
        printList(options, await listItems(kysely, id), columns, none)
      }),
    )

  addCommand(addGroup(course, 'item', 'Items of a course: lessons, practice tests, mock tests'), 'add', {
    summary: 'Add an item at the end of a course',
    examples: [
      'usher course item add --organization acme-prep --course ielts --kind practice_test --title "Listening 1" \\',
      '    --launch-url https://learn.example.com/ielts/listening-1',
    ],
  })
    .requiredOption('--organization <slug>', 'whose course it is')
    .requiredOption('--course <name>', 'the course')
    .addOption(new Option('--kind <kind>', 'what it is').choices(itemKinds).makeOptionMandatory())
    .requiredOption('--title <title>', 'what people read')
    .requiredOption('--launch-url <address>', 'where it opens')
    .option('--starter', 'open from enrolment on, which it is anyway')
    .option('--no-starter', 'closed until it is opened for a learner')
    .action((options: NewOptions) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { kind, title, launchUrl: launch_url, starter } = options
        const item = await kysely.transaction().execute(async transaction => {
          const organization = await getOrganization(transaction, options.organization)
          const course = await getCourseByName(transaction, options.organization, options.course)
          const items = [{ kind, title, launch_url, starter }]
          return (await addItems(transaction, { organization }, course.id, items, operator()))[0] as Item
        })
        printOne(options, item, `Item ${item.position} of ${options.course} is added.`)
      }),
    )
}
