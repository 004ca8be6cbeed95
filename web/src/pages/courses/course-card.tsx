import {
  CalendarClock,
  CalendarDays,
  CircleCheckBig,
  CirclePause,
  CircleSlash,
  Infinity as Endless,
} from 'lucide-react'
import type { Course } from '../../api/person/me.ts'
import { text } from '../../text/text.ts'
import { describeAccess } from './access.ts'
import { ClosedItems, OpenItems } from './items.tsx'

export function CourseCard({ course, now }: { course: Course; now: number }) {
  const open = course.items.filter(item => item.open)
  const closed = course.items.filter(item => !item.open)
  return (
    <article className="flex flex-col gap-4 rounded-2xl border border-line bg-surface p-5 shadow-card sm:px-7 sm:py-6">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h2 dir="auto" className="font-semibold text-xl/7 tracking-tight">
            {course.display_name}
          </h2>
          <p dir="auto" className="text-quiet">
            {course.organization.name}
          </p>
        </div>
        <Access course={course} now={now} />
      </header>
      {open.length > 0 && (
        <div className="grid items-start gap-x-8 gap-y-5 sm:grid-cols-2">
          {(['lesson', 'practice_test', 'mock_test'] as const).map(kind => (
            <OpenItems key={kind} title={text.courses.groups[kind]} items={open.filter(item => item.kind === kind)} />
          ))}
        </div>
      )}
      <ClosedItems
        title={(course.status === 'active' ? text.courses.notOpenYet : text.courses.inside)(closed.length)}
        items={closed}
      />
    </article>
  )
}

function Access({ course, now }: { course: Course; now: number }) {
  const { Icon, tone } = signs[course.status]
  const Sign = course.status === 'active' && !course.ends_at ? Endless : Icon
  return (
    <p className={`flex w-fit items-start gap-2 rounded-lg px-2.5 py-1 text-sm/6 ${tone}`}>
      <Sign aria-hidden="true" className="mt-1 size-4 shrink-0" />
      {describeAccess(course, now)}
    </p>
  )
}

const calm = 'bg-sunken text-quiet'

const signs = {
  active: { Icon: CalendarDays, tone: 'bg-tint text-accent' },
  upcoming: { Icon: CalendarClock, tone: calm },
  suspended: { Icon: CirclePause, tone: 'bg-warn-tint text-warn' },
  completed: { Icon: CircleCheckBig, tone: 'bg-tint text-accent' },
  expired: { Icon: CircleSlash, tone: calm },
  revoked: { Icon: CircleSlash, tone: calm },
}
