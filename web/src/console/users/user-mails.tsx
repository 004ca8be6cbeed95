import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Empty } from '../../ui/show/empty.tsx'
import { useMailColumns } from '../mails/mail-columns.tsx'

/** What was mailed to somebody; a mail opens among all mails. */
export function UserMails({ id }: { id: number }) {
  const columns = useMailColumns()
  return (
    <List
      label={words.mails.title}
      path="/api/mails"
      query={{ user: id }}
      columns={columns}
      empty={<Empty title={words.mails.emptyTitle} hint={words.mails.emptyHint} />}
    />
  )
}
