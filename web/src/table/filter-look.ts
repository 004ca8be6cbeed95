/** How a filter stands beside the search box; one that is set is tinted, so that it is seen why rows are missing. */
export function filterLook(isSet: boolean): string {
  const look = isSet ? 'border-tint bg-tint text-accent' : 'border-edge bg-surface text-ink hover:border-ink'
  return `relative flex h-10 max-w-full items-center max-sm:grow rounded-lg border text-sm has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 ${look}`
}
