import { Ellipsis } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { words } from '../../text/words.ts'
import { actionLook } from '../look/action-look.ts'
import { itemLook, popoverLook } from '../look/popover-look.ts'
import { notify } from '../tell/notices.ts'

export interface MenuAction {
  name: string
  isDangerous?: boolean
  /** Why it cannot be done now: it stays in the menu, and says so. */
  whyNot?: string | null | undefined
  onAction: () => void
}

/** What is done more rarely. */
export function ActionsMenu({ actions, label = words.ui.more }: { actions: readonly MenuAction[]; label?: string }) {
  return (
    <MenuTrigger>
      <Button aria-label={label} className={actionLook('quiet', { isIconOnly: true })}>
        <Ellipsis aria-hidden="true" className="size-5" />
      </Button>
      <Popover placement="bottom end" className={`${popoverLook} max-w-xs`}>
        <Menu className="outline-none">
          {actions.map(({ name, isDangerous, whyNot, onAction }) => (
            <MenuItem
              key={name}
              onAction={whyNot ? () => notify('problem', whyNot) : onAction}
              className={`${itemLook} flex-col items-start ${whyNot ? 'text-quiet' : isDangerous ? 'text-danger' : ''}`}
            >
              {name}
              {whyNot && <span className="text-xs">{whyNot}</span>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
