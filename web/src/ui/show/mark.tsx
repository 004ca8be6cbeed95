/** The sign beside the name; says nothing to a screen reader, the name does. */
export function Mark({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="9" className="fill-brand" />
      <path d="M10 9v8a6 6 0 0 0 12 0V9" className="fill-none stroke-on-brand" strokeWidth="3" strokeLinecap="round" />
      <circle cx="16" cy="10" r="2.2" className="fill-on-brand" />
    </svg>
  )
}
