/** How much of something is used, as a bar. The words beside it say the same. */
export function Bar({ used, quantity, label }: { used: number; quantity: number; label: string }) {
  const share = quantity > 0 ? Math.min(1, used / quantity) : 0
  const tone = share >= 1 ? 'text-danger' : share >= 0.8 ? 'text-warn' : 'text-accent'
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      className={`h-2 w-full rounded-full ${tone}`}
    >
      <rect width="100" height="4" className="fill-sunken" />
      <rect width={share * 100} height="4" fill="currentColor" />
    </svg>
  )
}
