import { CopyButton } from './copy-button.tsx'

/** A text to be taken along whole: a key, a secret, a link. */
export function Copyable({ value, label, hint }: { value: string; label: string; hint?: string }) {
  return (
    <div className="flex flex-col gap-2">
      {hint && <p className="text-quiet text-sm">{hint}</p>}
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 grow select-all break-all rounded-lg bg-sunken px-3 py-2 text-sm">{value}</code>
        <CopyButton value={value} label={label} />
      </div>
    </div>
  )
}
