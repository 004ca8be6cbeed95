import { text } from '../text/text.ts'
import { Mark } from './mark.tsx'

export function Brand() {
  return (
    <div className="flex items-center gap-2.5 font-semibold text-lg tracking-tight">
      <Mark className="size-8" />
      {text.appName}
    </div>
  )
}
