import { doneLine, line } from './plan-lines.ts'

/** What is shown before something is done. */
export const plan = {
  look: 'Show what will happen',
  nothingChosen: 'Choose something first.',
  looking: 'Looking at what would happen…',
  title: 'What will happen',
  nothing: 'Nothing would change: it is so already.',
  line,
  doneLine,
  more: (count: number) => `and ${count} more`,
  seats: (product: string, used: number, quantity: number) =>
    `Then ${used} of ${quantity} seats of ${product} are used.`,
  change: (field: string, before: string, after: string) => `${field}: ${before} → ${after}`,
  none: 'none',
  doing: 'Working…',
  failed: (name: string, problem: string) => `${name}: ${problem}`,
  done: 'Done.',
}
