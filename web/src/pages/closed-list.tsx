import { Link } from '@tanstack/react-router'
import { paths } from '../address/paths.ts'
import { text } from '../text/text.ts'
import { looks } from '../ui/act/button.tsx'

interface Props {
  closed: readonly { slug: string; name: string }[]
  /** Where to come back to. */
  to: string
}

export function ClosedList({ closed, to }: Props) {
  return (
    <section className="mb-16 flex flex-col gap-3 rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8">
      <h2 className="font-semibold text-lg">{text.closed.title}</h2>
      <p className="text-quiet">{text.closed.intro}</p>
      <ul className="flex flex-wrap gap-3">
        {closed.map(({ slug, name }) => (
          <li key={slug}>
            <Link to={paths.signInAt} params={{ slug }} search={{ to }} className={looks.quiet}>
              {text.closed.signIn(name)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
