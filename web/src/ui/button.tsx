import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button'

interface Props extends Omit<ButtonProps, 'className' | 'children'> {
  look?: 'main' | 'quiet'
  children: string
  /** Said in place of the label while the work goes on; the button keeps the focus and takes no second press. */
  pendingLabel?: string
}

export function Button({ look = 'main', children, pendingLabel = children, ...props }: Props) {
  return (
    <AriaButton {...props} className={looks[look]}>
      {({ isPending }) => (isPending ? pendingLabel : children)}
    </AriaButton>
  )
}

const base =
  'inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-xl px-5 py-2 text-center font-medium motion-safe:transition-colors data-pending:cursor-progress data-pending:opacity-80'

/** Also for links that are the main thing to do on a page. */
export const looks = {
  main: `${base} w-full bg-accent text-on-accent hover:bg-accent-strong`,
  quiet: `${base} border border-edge text-ink hover:bg-sunken`,
}
