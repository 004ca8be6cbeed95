import { text } from '../text/text.ts'
import { Mark } from '../ui/mark.tsx'

/** Only what takes a while shows it. */
export function LoadingPage() {
  return (
    <main className="grid min-h-[60dvh] place-items-center">
      <div role="status" className="flex flex-col items-center gap-3 text-quiet motion-safe:animate-pulse">
        <Mark className="size-10" />
        {text.loading}
      </div>
    </main>
  )
}
