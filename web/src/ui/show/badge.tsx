const tones = {
  good: 'bg-good-tint text-good',
  warn: 'bg-warn-tint text-warn',
  bad: 'bg-danger-tint text-danger',
  plain: 'bg-sunken text-quiet',
  accent: 'bg-tint text-accent',
}

export type Tone = keyof typeof tones

/** A state, in one word. The word says it; the colour only helps. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: string }) {
  return (
    <span
      dir="auto"
      className={`inline-block whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-xs/5 ${tones[tone]}`}
    >
      {children}
    </span>
  )
}
