import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { words } from '../../text/words.ts'
import { Action } from '../act/action.tsx'

export function CopyButton({ value, label = words.ui.copy }: { value: string; label?: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <>
      <Action icon={copied ? Check : Copy} onPress={copy}>
        {copied ? words.ui.copied : label}
      </Action>
      <span role="status" className="sr-only">
        {copied && words.ui.copied}
      </span>
    </>
  )
}
