/** How buttons of the console look, and links that stand where a button would. */
export type ActionLook = keyof typeof looks

const base =
  'inline-flex min-h-10 shrink-0 cursor-pointer items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium text-sm motion-safe:transition-colors aria-disabled:cursor-not-allowed aria-disabled:opacity-60'

const looks = {
  main: 'bg-brand text-on-brand hover:bg-brand-strong',
  quiet: 'border border-line bg-surface text-ink hover:bg-sunken',
  plain: 'text-quiet hover:bg-sunken hover:text-ink',
  danger: 'bg-danger text-surface hover:opacity-90',
}

export function actionLook(look: ActionLook = 'quiet', { isIconOnly = false } = {}): string {
  return `${base} ${isIconOnly ? 'w-10' : 'px-4'} ${looks[look]}`
}
