import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { reading } from '../../api/reading.ts'
import { findWord } from '../../text/find-word.ts'
import { words } from '../../text/words.ts'
import { Dialog } from '../../ui/page/dialog.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'

/** Why somebody has a course, or does not: the reasons there were, and what would change it. `user` is an id or an email. */
export function WhyDialog(props: { user: string; course: string; name: string; onClose: () => void }) {
  const { user, course, name, onClose } = props
  const { organization, team } = useActing()
  const ways = team ? words.portal.whyWays : words.users.ways
  const explanation = useQuery(reading(organization, '/api/explain', { query: { user, course } }))
  return (
    <Dialog title={words.users.whyTitle(name)} onClose={onClose}>
      <Loaded query={explanation} lines={3}>
        {({ summary, grants, what_would_change_it: changes }) => (
          <>
            <p>{summary}</p>
            {grants.length > 0 && (
              <section className="flex flex-col gap-2">
                <h3 className="font-medium text-sm">{words.users.reasons}</h3>
                <ul className="flex flex-col gap-2 text-sm">
                  {grants.map(({ id, stands, sentence }) => {
                    const Icon = stands ? Check : X
                    return (
                      <li key={id} className={`flex gap-2 rounded-lg bg-sunken p-3 ${stands ? '' : 'text-quiet'}`}>
                        <Icon aria-hidden="true" className={`size-5 shrink-0 ${stands ? 'text-good' : ''}`} />
                        {sentence}
                      </li>
                    )
                  })}
                </ul>
              </section>
            )}
            {changes.length > 0 && (
              <section className="flex flex-col gap-2">
                <h3 className="font-medium text-sm">{words.users.whatWouldChange}</h3>
                <ul className="flex list-disc flex-col gap-1 ps-5 text-sm marker:text-edge">
                  {changes.map(({ code, sentence }) => (
                    <li key={sentence}>{findWord(ways, code) ?? sentence}</li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </Loaded>
    </Dialog>
  )
}
