/** The frame of the console and the team portal: the menu at the side; on a phone, in a drawer. */
import { Outlet, useLocation } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { FormContext } from 'react-aria-components/Form'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useActing } from '../acting/acting.ts'
import { locale } from '../text/language.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import { InMain } from '../ui/look/in-main.ts'
import { useAccents } from '../ui/look/use-accents.ts'
import { Brand } from '../ui/page/brand.tsx'
import { NoticeList } from '../ui/tell/notice-list.tsx'
import { AccountMenu } from './account-menu.tsx'
import { type MenuGroup, pickMenu } from './menu.ts'
import { MenuLinks } from './menu-links.tsx'
import { useBrand } from './use-brand.ts'

interface Props {
  menu: readonly MenuGroup[]
  /** Of the menu's addresses. */
  params: Record<string, string>
  /** Above the menu: where one is, and the way elsewhere. */
  switcher: ReactNode
  /** Above each page. */
  above?: ReactNode
}

export function Shell({ menu, params, switcher, above }: Props) {
  const { may } = useActing()
  const brand = useBrand()
  useAccents(brand?.color)
  const [isOpen, setOpen] = useState(false)
  const path = useLocation({ select: ({ pathname }) => pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever went somewhere is done with the menu
  useEffect(() => setOpen(false), [path])

  const inside = (
    <>
      {switcher}
      <MenuLinks groups={pickMenu(menu, may)} params={params} />
      <AccountMenu />
    </>
  )
  return (
    <I18nProvider locale={locale}>
      <div className="lg:ps-64">
        <a
          href="#page"
          className="sr-only rounded-lg bg-brand px-4 py-2 text-on-brand focus:not-sr-only focus:fixed focus:top-2 focus:start-2 focus:z-50"
        >
          {words.shell.skip}
        </a>
        <aside className="fixed top-[var(--banner,0px)] bottom-0 start-0 hidden w-64 flex-col gap-4 overflow-y-auto border-line border-e bg-surface p-3 lg:flex">
          {inside}
        </aside>
        <header className="sticky top-[var(--banner,0px)] z-30 flex items-center justify-between gap-4 border-line border-b bg-surface px-4 py-2 lg:hidden">
          <Brand name={brand?.brand_name} logo={brand?.logo} />
          <Action icon={Menu} isIconOnly look="plain" aria-expanded={isOpen} onPress={() => setOpen(true)}>
            {words.shell.openMenu}
          </Action>
        </header>
        <ModalOverlay
          isDismissable
          isOpen={isOpen}
          onOpenChange={setOpen}
          className="fixed inset-0 z-40 bg-veil lg:hidden"
        >
          <Modal className="h-full w-72 max-w-[85vw] bg-surface">
            <Dialog
              aria-label={words.shell.menu}
              className="flex h-full flex-col gap-4 overflow-y-auto p-3 outline-none"
            >
              {inside}
            </Dialog>
          </Modal>
        </ModalOverlay>
        <main id="page" className="mx-auto w-full max-w-6xl px-4 pt-6 pb-24 sm:px-8 sm:pt-10">
          {above}
          <InMain value={true}>
            <FormContext value={ofForms}>
              <Outlet />
            </FormContext>
          </InMain>
        </main>
        <NoticeList />
      </div>
    </I18nProvider>
  )
}

/** Fields say what is wrong as `ui/form/form.tsx` has it, and not in bubbles of the browser. */
const ofForms = { validationBehavior: 'aria' } as const
