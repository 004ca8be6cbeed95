import { words } from '../../text/words.ts'

/** Lines where the page's things will be. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  return (
    <div role="status" className="flex flex-col gap-3 motion-safe:animate-pulse">
      <span className="sr-only">{words.ui.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <div key={line} className="h-12 rounded-lg bg-sunken" />
      ))}
    </div>
  )
}
