import { Link } from '@tanstack/react-router'
import { ChevronRight, Circle, CircleCheck } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useBrand } from '../../shell/use-brand.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { useCount } from '../use-count.ts'

const { start } = words.overview

interface Step {
  id: keyof typeof start.steps
  to: string
  isShown: boolean
  /** Undefined until it is known. */
  isDone: boolean | undefined
}

/** From an empty organization to the first learner with a course. Only what this person may do is listed. */
export function FirstSteps() {
  const { organization } = useActing()
  return (
    <Card title={start.title}>
      <p className="text-quiet text-sm">{start.about}</p>
      <ol className="-mx-3 flex flex-col">
        {useSteps()
          .filter(({ isShown }) => isShown)
          .map(({ id, to, isDone }) => (
            <li key={id}>
              <Link
                to={to as never}
                params={{ organization } as never}
                className="flex items-center gap-3 rounded-xl px-3 py-2.5 hover:bg-sunken"
              >
                <Mark isDone={isDone} />
                <span className="min-w-0 grow">
                  <span className="block font-medium">{start.steps[id].name}</span>
                  <span className="block text-quiet text-sm">{start.steps[id].hint}</span>
                  {isDone !== undefined && <span className="sr-only">{isDone ? start.done : start.open}</span>}
                </span>
                <ChevronRight aria-hidden="true" className="rtl:-scale-x-100 size-4 shrink-0 text-quiet" />
              </Link>
            </li>
          ))}
      </ol>
    </Card>
  )
}

function useSteps(): Step[] {
  const { may } = useActing()
  const brand = useBrand()
  const hasLook = brand ? Boolean(brand.color || brand.logo) : undefined
  const courses = useHas('/api/courses', may('catalog.view'))
  const keys = useHas('/api/keys', may('keys.view'))
  // One is oneself.
  const people = useHas('/api/users', may('users.view'), 2)
  return [
    { id: 'look', to: paths.settings, isShown: may('settings.edit'), isDone: hasLook },
    { id: 'courses', to: paths.allCourses, isShown: may('catalog.create'), isDone: courses },
    { id: 'keys', to: paths.connect, isShown: may('keys.create'), isDone: keys },
    { id: 'users', to: paths.users, isShown: may('users.create'), isDone: people },
    { id: 'enrollments', to: paths.provision, isShown: may('enrollments.create'), isDone: false },
  ]
}

function useHas(path: '/api/courses' | '/api/keys' | '/api/users', mayAsk: boolean, least = 1) {
  const count = useCount(path, mayAsk)
  if (!mayAsk) return false
  return count === undefined ? undefined : count >= least
}

function Mark({ isDone }: Pick<Step, 'isDone'>) {
  if (isDone === undefined) return <span className="size-5 shrink-0 rounded-full bg-sunken" />
  if (isDone) return <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-good" />
  return <Circle aria-hidden="true" className="size-5 shrink-0 text-edge" />
}
