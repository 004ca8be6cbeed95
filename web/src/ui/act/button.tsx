interface Props {
  look?: 'main' | 'quiet' | undefined
  type?: 'button' | 'submit'
  children: string
  /** For screen readers, where what is seen says it only beside what it stands by. */
  label?: string
  onPress?: () => void
  isPending?: boolean
  /** Said in place of the label while the work goes on; the button keeps the focus and takes no second press. */
  pendingLabel?: string
}

// The browser's own, not React Aria's: learners' pages are to be light.
export function Button({
  look = 'main',
  type = 'button',
  children,
  isPending,
  label,
  pendingLabel = children,
  onPress,
}: Props) {
  return (
    <>
      <button
        type={type}
        aria-label={label}
        aria-disabled={isPending || undefined}
        onClick={isPending ? undefined : onPress}
        className={looks[look]}
      >
        {isPending ? pendingLabel : children}
      </button>
      <span role="status" className="sr-only">
        {isPending && pendingLabel}
      </span>
    </>
  )
}

const base =
  'inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-xl px-5 py-2 text-center font-medium motion-safe:transition-colors aria-disabled:cursor-progress aria-disabled:opacity-80'

/** Also for links that are the main thing to do on a page. */
export const looks = {
  main: `${base} w-full bg-brand text-on-brand hover:bg-brand-strong`,
  quiet: `${base} border border-edge text-ink hover:bg-sunken`,
}
