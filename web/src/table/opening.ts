/**
 * A row opens as a whole, and by Enter: it does what the link or button in its first column does, in a new tab where that one
 * would. Only its checkbox selects. React Aria lets a press anywhere on a row select it, so what is meant to open stops here.
 */
import type { KeyboardEvent, MouseEvent, PointerEvent, SyntheticEvent } from 'react'

const controls = 'a, button, input, label, select, textarea, summary'

export const opening = {
  onPointerDownCapture: (event: PointerEvent) => findTarget(event) && event.stopPropagation(),
  onMouseDownCapture: (event: MouseEvent) => findTarget(event) && event.stopPropagation(),
  onClickCapture: (event: MouseEvent) => {
    const target = findTarget(event)
    // Whoever marks words in order to copy them does not want to leave.
    if (!target || document.getSelection()?.type === 'Range') return
    event.stopPropagation()
    open(target, event)
  },
  onAuxClick: (event: MouseEvent) => {
    const target = findTarget(event)
    if (event.button === 1 && target instanceof HTMLAnchorElement) window.open(target.href, '_blank', 'noopener')
  },
  onKeyDownCapture: (event: KeyboardEvent) => {
    const target = event.key === 'Enter' && findTarget(event)
    if (!target) return
    event.preventDefault()
    event.stopPropagation()
    open(target, event)
  },
}

/** What opens the row that something happened on; null where it happened on something that does more than that. */
function findTarget({ target, currentTarget }: SyntheticEvent): HTMLElement | null {
  if (!(target instanceof Element) || !currentTarget.contains(target) || target.closest(controls)) return null
  return target.closest('[role="row"]')?.querySelector<HTMLElement>('[role="rowheader"] :is(a, button)') ?? null
}

function open(target: HTMLElement, { ctrlKey, metaKey, shiftKey }: MouseEvent | KeyboardEvent): void {
  target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }))
}
