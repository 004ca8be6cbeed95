import { Link } from '@tanstack/react-router'
import { MailWarning } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../acting/acting.ts'
import { useSendsMail } from '../acting/use-sends-mail.ts'
import { paths } from '../address/paths.ts'
import { useFormat } from '../format/use-format.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import { linkLook } from '../ui/look/link-look.ts'
import { Dialog } from '../ui/page/dialog.tsx'
import { Code } from '../ui/share/code.tsx'
import { useCount } from './use-count.ts'

/** Above every page of the console, while no mail server is set: what was done looks done, and nobody hears of it. */
export function MailsWait() {
  const { organization, may } = useActing()
  const sends = useSendsMail()
  const format = useFormat()
  const waiting = useCount('/api/mails', !sends && may('users.view'), { state: 'queued' })
  const [isAsked, ask] = useState(false)
  if (sends) return null
  const { mailsWait: text } = words.shell
  return (
    <aside
      aria-label={text.label}
      className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl bg-warn-tint px-4 py-3 text-sm text-warn"
    >
      <MailWarning aria-hidden="true" className="size-5 shrink-0" />
      <p className="min-w-0 flex-1">
        {text.none}{' '}
        {waiting !== undefined && waiting > 0 && (
          <Link to={paths.mails} params={{ organization }} search={{ state: 'queued' } as never} className={linkLook}>
            {text.waiting(format.total(waiting), waiting === 1)}
          </Link>
        )}
      </p>
      <Action look="plain" onPress={() => ask(true)}>
        {text.how}
      </Action>
      {isAsked && (
        <Dialog title={text.howTitle} onClose={() => ask(false)}>
          <p>{text.howSet}</p>
          <Code>{text.howExample}</Code>
          <p className="text-quiet">{text.howThen}</p>
        </Dialog>
      )}
    </aside>
  )
}
