import { type Command, Option } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { type PrintOptions, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import { addItems, itemKinds, type NewItem } from './add-items.ts'
import { getCourse, type ItemRow, listItems } from './queries.ts'

const columns: Column<ItemRow>[] = [
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

interface NewOptions extends CourseOptions, Omit<NewItem, 'starter'> {
  starter?: boolean
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
        const { id } = await getCourse(kysely, options.organization, options.course)
        const none = 'The course has no items yet: `usher course item add` adds one.'
        printList(options, await listItems(kysely, id), columns, none)
      }),
    )

  addCommand(addGroup(course, 'item', 'Items of a course: lessons, practice tests, mock tests'), 'add', {
    summary: 'Add an item at the end of a course',
    examples: [
      'usher course item add --organization acme-prep --course ielts --kind practice_test --title "Listening 1" \\',
      '    --launch-url https://learn.example.com/ielts/listening-1 --starter',
    ],
  })
    .requiredOption('--organization <slug>', 'whose course it is')
    .requiredOption('--course <name>', 'the course')
    .addOption(new Option('--kind <kind>', 'what it is').choices(itemKinds).makeOptionMandatory())
    .requiredOption('--title <title>', 'what people read')
    .requiredOption('--launch-url <address>', 'where it opens')
    .option('--starter', 'open from enrolment on')
    .action((options: NewOptions) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { starter = false, ...item } = options
        const row = await kysely.transaction().execute(async transaction => {
          const course = await getCourse(transaction, options.organization, options.course)
          const ids = await addItems(transaction, course, [{ ...item, starter }], operator())
          return (await listItems(transaction, course.id)).find(row => ids.includes(row.id)) as ItemRow
        })
        printOne(options, row, `Item ${row.position} of ${options.course} is added.`)
      }),
    )
}
