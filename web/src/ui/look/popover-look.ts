/** What opens above the page. */
export const popoverLook =
  'min-w-48 overflow-y-auto rounded-xl border border-line bg-surface p-1.5 shadow-card outline-none'

/** A line of a menu or a list in it. */
export const itemLook =
  'flex min-h-9 cursor-pointer gap-2 rounded-lg px-3 py-2 text-sm outline-none data-focused:bg-sunken data-selected:font-medium data-selected:text-accent'
