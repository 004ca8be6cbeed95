import { text } from '../../text/text.ts'

export function NoCourses() {
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
