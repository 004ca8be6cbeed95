import { Check, Columns3 } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { useAddress } from '../address/use-address.ts'
import { words } from '../text/words.ts'
import { actionLook } from '../ui/look/action-look.ts'
import { itemLook, popoverLook } from '../ui/look/popover-look.ts'
import type { Column } from './column.ts'

/** Which columns are shown; kept in the address, so that a link shows the same. */
export function ColumnMenu<Row>({
  columns,
  shown,
}: {
  columns: readonly Column<Row>[]
  shown: readonly Column<Row>[]
}) {
  const [, change] = useAddress<'columns'>()
  const [, ...choosable] = columns
  return (
    <MenuTrigger>
      <Button aria-label={words.table.columns} className={`${actionLook('quiet', { isIconOnly: true })} max-sm:hidden`}>
        <Columns3 aria-hidden="true" className="size-4.5" />
      </Button>
      <Popover placement="bottom end" className={popoverLook}>
        <Menu
          aria-label={words.table.showColumns}
          selectionMode="multiple"
          selectedKeys={shown.map(({ id }) => id)}
          onSelectionChange={picked => {
            const ids = choosable.map(({ id }) => id).filter(id => picked === 'all' || picked.has(id))
            const usual = choosable.filter(({ isExtra }) => !isExtra).map(({ id }) => id)
            // Without any there would be nothing in the address, which means the usual ones.
            change({ columns: ids.join() === usual.join() ? undefined : ids.join() || '-' })
          }}
          className="outline-none"
        >
          {choosable.map(({ id, name }) => (
            <MenuItem key={id} id={id} textValue={name} className={itemLook}>
              {({ isSelected }) => (
                <>
                  <Check aria-hidden="true" className={`size-4 self-center ${isSelected ? '' : 'invisible'}`} />
                  {name}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
