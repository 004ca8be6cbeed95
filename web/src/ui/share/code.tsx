/** Text of a machine, as it stands. What does not fit is scrolled to. */
export function Code({ children, isSmall }: { children: string; isSmall?: boolean }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      className={`overflow-auto rounded-xl bg-sunken p-4 ${isSmall ? 'max-h-56 whitespace-pre-wrap break-all text-xs' : 'max-h-96 text-sm'}`}
    >
      <code>{children}</code>
    </pre>
  )
}
