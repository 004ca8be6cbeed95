import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { words } from '../../text/words.ts'

interface Props {
  title: string
  onClose: () => void
  /** For what cannot be taken back lightly: pressing beside it does not close it. */
  isAlert?: boolean
  children: ReactNode
}

/** In front of the page until it is closed; on a phone it rises from the bottom. */
export function Dialog({ title, onClose, isAlert = false, children }: Props) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={!isAlert}
      onOpenChange={isOpen => !isOpen && onClose()}
      className="fixed inset-0 z-40 flex items-end justify-center bg-veil sm:items-center sm:p-6"
    >
      <Modal className="flex max-h-[90dvh] w-full max-w-lg flex-col rounded-t-2xl border border-line bg-surface shadow-card sm:rounded-2xl">
        <AriaDialog
          role={isAlert ? 'alertdialog' : 'dialog'}
          className="flex min-h-0 flex-col gap-5 overflow-y-auto p-6 outline-none"
        >
          <div className="flex items-start justify-between gap-4">
            <Heading slot="title" dir="auto" className="font-semibold text-lg">
              {title}
            </Heading>
            <button
              type="button"
              aria-label={words.ui.close}
              onClick={onClose}
              className="-m-1.5 cursor-pointer rounded-lg p-1.5 text-quiet hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden="true" className="size-5" />
            </button>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
