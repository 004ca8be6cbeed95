import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Row, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { findWord } from '../../text/find-word.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Dialog } from '../../ui/page/dialog.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { MailState } from './mail-state.tsx'

type Mail = Row<'/api/mails'>

interface Props {
  id: number
  onClose: () => void
  onSendAgain: (mail: Mail) => void
}

/** What became of one mail, in full. */
export function MailDialog({ id, onClose, onSendAgain }: Props) {
  const { organization } = useActing()
  const mail = useQuery(reading(organization, '/api/mails/{id}', { path: { id } }))
  return (
    <Dialog title={words.mails.one} onClose={onClose}>
      <Loaded query={mail} lines={3}>
        {mail => <Shown mail={mail} onSendAgain={onSendAgain} />}
      </Loaded>
    </Dialog>
  )
}

function Shown({ mail, onSendAgain }: { mail: Mail } & Pick<Props, 'onSendAgain'>) {
  const { organization, may, unless } = useActing()
  const format = useFormat()
  const { columns, kinds } = words.mails
  const isUnderWay = mail.state !== 'sent' && mail.state !== 'failed'
  return (
    <>
      <Facts
        facts={[
          [columns.to, mail.to],
          [columns.kind, findWord(kinds, mail.kind) ?? mail.kind],
          [columns.state, <MailState key="state" {...mail} />],
          [words.mails.asked, format.moment(mail.created_at)],
          [words.mails.sent, mail.sent_at && format.moment(mail.sent_at)],
          [columns.due, mail.state === 'queued' ? format.moment(mail.due_at) : null],
          [columns.attempts, format.number(mail.attempts)],
          [columns.error, mail.error],
          [words.mails.from, mail.operation !== null && may('operations.view') && <Origin id={mail.operation} />],
        ]}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <ActionLink to={paths.user} params={{ organization, id: String(mail.user) }} look="plain">
          {words.mails.person}
        </ActionLink>
        <Action
          look="main"
          whyNot={unless('users.edit') ?? (isUnderWay ? words.mails.isWaiting : null)}
          onPress={() => onSendAgain(mail)}
        >
          {words.mails.sendAgain}
        </Action>
      </div>
    </>
  )
}

function Origin({ id }: { id: number }) {
  const { organization } = useActing()
  return (
    <Link
      to={paths.operation}
      params={{ organization, id: String(id) }}
      className="text-accent underline underline-offset-4"
    >
      {words.mails.operation(id)}
    </Link>
  )
}
