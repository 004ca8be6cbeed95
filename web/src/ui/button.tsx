import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button'

interface Props extends Omit<ButtonProps, 'className' | 'children' | 'isPending'> {
  look?: 'main' | 'quiet'
  children: string
  isPending?: boolean
  /** Said in place of the label while the work goes on; the button keeps the focus and takes no second press. */
  pendingLabel?: string
}

// Not React Aria's own pending state: its announcement stays behind, without a name, when the button goes with its page.
export function Button({ look = 'main', children, isPending, pendingLabel = children, onPress, ...props }: Props) {
  return (
    <>
      <AriaButton
        {...props}
        aria-disabled={isPending || undefined}
        onPress={isPending ? undefined : onPress}
        className={looks[look]}
      >
        {isPending ? pendingLabel : children}
      </AriaButton>
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
  main: `${base} w-full bg-accent text-on-accent hover:bg-accent-strong`,
  quiet: `${base} border border-edge text-ink hover:bg-sunken`,
}
