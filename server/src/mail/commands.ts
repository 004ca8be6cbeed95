import { type Command, Option } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { email, wholeNumber } from '../cli/options.ts'
import { type PrintOptions, printLine, printList, printOne } from '../cli/print.ts'
import { type Column, showMoment, showText } from '../cli/table.ts'
import { plainText } from './letters/render.ts'
import { getMessage, listMessages, type MessageRow, type MessageState, messageStates } from './messages.ts'
import { resendMessages } from './resend-messages.ts'

const columns: Column<MessageRow>[] = [
  { title: 'ID', value: row => row.id, align: 'right' },
  { title: 'QUEUED', value: row => row.created_at },
  { title: 'TO', value: row => row.to },
  { title: 'KIND', value: row => row.kind },
  { title: 'STATE', value: row => row.state },
  { title: 'SUBJECT', value: row => row.subject },
  { title: 'ERROR', value: row => row.error },
]

interface ListOptions extends PrintOptions {
  state?: MessageState
  email?: string
  limit: number
}

export function addMailCommands(program: Command, open: OpenCli) {
  const mail = addGroup(program, 'mail', 'Mails: what is queued, sent or failed')

  addCommand(mail, 'list', {
    summary: 'List mails, the newest first (also: `usher mail` alone)',
    description:
      'List mails, the newest first. Without SMTP_URL nothing is sent: the mails stay queued, and `usher mail show` shows what they say.',
    examples: ['usher mail', 'usher mail --state failed', 'usher mail --email jane@example.com --json'],
    isDefault: true,
  })
    .addOption(new Option('--state <state>', 'only these').choices(messageStates))
    .option('--email <email>', 'only those to this person', email)
    .option('--limit <number>', 'how many at most', wholeNumber(1, 10_000), 50)
    .action((options: ListOptions) =>
      withUsher(open, async opened => {
        const { state, email, limit } = options
        printList(
          options,
          await listMessages(opened, { state, email, limit }, new Date()),
          columns,
          'There is no mail.',
        )
      }),
    )

  addCommand(mail, 'show <id>', {
    summary: 'Show what a mail says, with its link',
    description:
      'Show what a mail says, with its link. The link lets whoever opens it set the password: hand it to nobody but the person.',
    examples: ['usher mail show 4821'],
  }).action((id: string, options: PrintOptions) =>
    withUsher(open, async opened => {
      const { row, letter } = await getMessage(opened, parseId(id), new Date())
      const text = plainText(letter)
      if (options.json) printOne(options, { ...row, link: letter.button.url, text }, '')
      else for (const line of [...headLines(row), '', ...text.trimEnd().split('\n').map(showText)]) printLine(line)
    }),
  )

  addCommand(mail, 'resend <ids...>', {
    summary: 'Send mails again that were sent or failed',
    description: 'Send mails again that were sent or failed, with what is right now and a link that works.',
    examples: ['usher mail resend 4821', 'usher mail resend 4821 4822'],
  }).action((ids: string[], options: PrintOptions) =>
    withUsher(open, async ({ database }) => {
      const resent = await database.kysely
        .transaction()
        .execute(transaction => resendMessages(transaction, ids.map(parseId), new Date()))
      const queued = resent.map(({ id, newId }) => `${id} is queued again as ${newId}`)
      printOne(
        options,
        { resent: resent.map(({ id, newId }) => ({ id, new_id: newId })) },
        `Mail ${queued.join('; ')}.`,
      )
    }),
  )
}

const parseId = wholeNumber(1, 999_999_999_999_999)

function headLines(row: MessageRow): string[] {
  const became = row.sent_at ? `sent ${showMoment(row.sent_at)}` : row.state
  const lines = [
    `To:      ${row.to}`,
    `Subject: ${row.subject}`,
    `Queued:  ${showMoment(row.created_at)}`,
    `State:   ${became}`,
  ]
  return [...lines, ...(row.error ? [`Error:   ${row.error}`] : [])].map(showText)
}
