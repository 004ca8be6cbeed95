import type { LucideIcon } from 'lucide-react'
import { useId } from 'react'
import { Button, type ButtonProps } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { type ActionLook, actionLook } from '../look/action-look.ts'
import { notify } from '../tell/notices.ts'

interface Props extends Pick<ButtonProps, 'onPress' | 'type' | 'slot' | 'autoFocus' | 'aria-expanded'> {
  children: string
  look?: ActionLook
  icon?: LucideIcon
  /** Only the icon is shown; the words are for screen readers and the tooltip. */
  isIconOnly?: boolean
  isPending?: boolean
  /** For screen readers, where the same words stand on several. */
  label?: string
  /** Why it cannot be pressed now. It keeps the focus, and says so. */
  whyNot?: string | null | undefined
}

/** A button of the console. One that cannot be pressed says why: to the pointer, the keyboard, the finger and the ear. */
export function Action({
  children,
  look = 'quiet',
  icon: Icon,
  isIconOnly,
  isPending,
  label,
  whyNot,
  onPress,
  ...props
}: Props) {
  const id = useId()
  const press = whyNot ? () => notify('problem', whyNot) : onPress
  const button = (
    <Button
      {...props}
      type={whyNot ? 'button' : props.type}
      aria-disabled={whyNot || isPending ? true : undefined}
      aria-label={label ?? (isIconOnly ? children : undefined)}
      aria-describedby={whyNot ? id : undefined}
      onPress={isPending ? undefined : press}
      className={actionLook(look, { isIconOnly })}
    >
      {Icon && <Icon aria-hidden="true" className="size-4.5 shrink-0" />}
      {!isIconOnly && children}
    </Button>
  )
  if (!whyNot && !isIconOnly) return button
  return (
    <TooltipTrigger delay={300}>
      {button}
      <Tooltip offset={6} className="max-w-xs rounded-lg bg-ink px-3 py-1.5 text-page text-sm">
        {whyNot ?? children}
      </Tooltip>
      {whyNot && (
        <span id={id} hidden>
          {whyNot}
        </span>
      )}
    </TooltipTrigger>
  )
}
