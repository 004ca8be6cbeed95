import { ChevronsUpDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { popoverLook } from '../ui/look/popover-look.ts'
import { Logo } from '../ui/page/brand.tsx'
import { useBrand } from './use-brand.ts'

interface Props {
  /** Where one is. */
  name: string
  /** What that is. */
  kind: string
  label: string
  /** Gets how to close it. */
  children: (close: () => void) => ReactNode
}

/** Where one is, and, once it is pressed, the way elsewhere. */
export function Switcher({ name, kind, label, children }: Props) {
  const [isOpen, setOpen] = useState(false)
  const brand = useBrand()
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="flex min-h-12 cursor-pointer items-center gap-3 rounded-xl px-2 py-1.5 text-start hover:bg-sunken">
        <Logo logo={brand?.logo} className="size-8 shrink-0" />
        <span className="min-w-0 grow">
          <span dir="auto" className="block truncate font-semibold text-sm">
            {name}
          </span>
          <span className="block text-quiet text-xs">{kind}</span>
          <span className="sr-only">{label}</span>
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-quiet" />
      </Button>
      <Popover placement="bottom start" className={`${popoverLook} w-72`}>
        <Dialog aria-label={label} className="flex flex-col gap-2 outline-none">
          {children(() => setOpen(false))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
