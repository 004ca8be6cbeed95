import { useQuery } from '@tanstack/react-query'
import { closedQuery } from '../../api/person/me.ts'
import { text } from '../../text/text.ts'

/** Not where something is opened by another sign-in: the way to that stands below, and hardly anything else helps. */
export function NoCourses() {
  const { data: closed = [], isPending } = useQuery(closedQuery)
  if (isPending || closed.length > 0) return null
  return (
    <section className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8">
      <h2 className="font-semibold text-lg">{text.courses.emptyTitle}</h2>
      <p>{text.courses.emptyIntro}</p>
      <ul className="flex list-disc flex-col gap-2 ps-5 text-quiet marker:text-edge">
        {text.courses.emptyHints.map(hint => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
    </section>
  )
}
