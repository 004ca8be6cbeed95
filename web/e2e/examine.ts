/** A page before the rules of WCAG 2.2 AA, by light and in the dark. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Both colour schemes before axe's rules, and no sideways scrolling. */
export async function examine(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  // Without motion: a colour on its way from one to the other is neither.
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await page.evaluate<string[]>(findViolations), `in ${colorScheme} colours`).toEqual([])
  }
  expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0)
}

// A text, since it runs in the page, where there are names that this side does not know.
const findViolations = `axe
  .run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then(({ violations }) => violations.flatMap(({ help, nodes }) => nodes.map(({ html }) => help + ': ' + html)))`
