import { useContext } from 'react'
import { text } from '../text/text.ts'
import { InMain } from '../ui/look/in-main.ts'
import { Mark } from '../ui/show/mark.tsx'

/** Only what takes a while shows it. */
export function LoadingPage() {
  const Frame = useContext(InMain) ? 'div' : 'main'
  return (
    <Frame className="grid min-h-[60dvh] place-items-center">
      <div role="status" className="flex flex-col items-center gap-3 text-quiet motion-safe:animate-pulse">
        <Mark className="size-10" />
        {text.loading}
      </div>
    </Frame>
  )
}
