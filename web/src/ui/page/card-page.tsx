import type { ReactNode } from 'react'
import { useAccents } from '../look/use-accents.ts'
import { Brand } from './brand.tsx'
import { Heading } from './heading.tsx'

/** In whose name and colour a page is; none: Usher's own. */
export type Sender = { name: string; color: string | null; logo: string | null } | null

interface Props {
  title: string
  /** Shown in place of the title. */
  heading?: string
  sender?: Sender
  children: ReactNode
}

/** A page with one thing to do, in the middle of the screen. */
export function CardPage({ title, heading, sender, children }: Props) {
  useAccents(sender?.color)
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-md flex-col gap-6 px-4 pt-8 pb-16 sm:justify-center sm:pt-16 sm:pb-28">
      <header className="flex justify-center">
        <Brand name={sender?.name} logo={sender?.logo} />
      </header>
      <main className="flex flex-col gap-5 rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8">
        <Heading title={title}>{heading}</Heading>
        {children}
      </main>
    </div>
  )
}
