/** How it feels to scroll in a long list and to search in it: a real browser on the console, beside a database of very many. */
import { cpus, loadavg } from 'node:os'
import { chromium, type Page } from 'playwright-core'
import { getChromiumLaunch } from '../scripts/chromium.ts'
import { fillDatabase, people } from './fill.ts'
import { summarize } from './load.ts'
import { type RunningUsher, startUsher } from './usher.ts'

const rows = Number(process.env.BENCH_ROWS ?? 5000)
const rowHeight = 56
/** Should the list not go on. */
const mostFrames = 5000
const frame = 1000 / 60

export async function run(): Promise<void> {
  const usher = await startUsher({ fill: fillDatabase })
  try {
    process.stdout.write(await measureScreen(usher))
  } finally {
    await usher.stop()
  }
}

async function measureScreen({ port, ownerUrl }: Pick<RunningUsher, 'port' | 'ownerUrl'>): Promise<string> {
  const browser = await chromium.launch(getChromiumLaunch())
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await signIn(page, ownerUrl)
    await page.goto(`http://localhost:${port}/console/branch-1/users`)
    const loading = await scroll(page, { step: 400, depth: rows * rowHeight })
    const scrolling = await scroll(page, { step: 120, depth: 1000 * rowHeight })
    const searches: number[] = []
    for (const word of ['zoe', 'priya', 'jane fer', 'olga']) searches.push(await search(page, word))
    return `
${people} people, ${rows} rows loaded, ${cpus().length} cores (${cpus()[0]?.model}), without a graphics card, load ${loadavg()[0]?.toFixed(1)}

scrolling while pages are fetched:  ${describe(loading)}
scrolling through what is there:    ${describe(scrolling)}
from a key to new rows:             ${searches.map(time => time.toFixed(0)).join(', ')} ms, of which 250 ms wait for the next key
`
  } finally {
    await browser.close()
  }
}

async function signIn(page: Page, ownerUrl: string): Promise<void> {
  await page.goto(ownerUrl)
  await page.getByLabel('New password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(address => !address.pathname.startsWith('/set-password'))
}

/** Milliseconds from frame to frame, while it goes down by so many pixels a frame until it is as deep as that, from the top. */
async function scroll(page: Page, { step, depth }: { step: number; depth: number }): Promise<number[]> {
  await page.getByRole('row').nth(5).waitFor()
  return page.evaluate(`(async () => {
    const scrolled = document.scrollingElement
    scrolled.scrollTop = 0
    const times = []
    let last = await new Promise(requestAnimationFrame)
    while (scrolled.scrollTop < ${depth} && times.length < ${mostFrames}) {
      scrolled.scrollTop += ${step}
      const now = await new Promise(requestAnimationFrame)
      times.push(now - last)
      last = now
    }
    return times
  })()`)
}

/** Milliseconds from the writing of a word until the people of that name are there. */
async function search(page: Page, word: string): Promise<number> {
  const shown = page.evaluate<number>(`new Promise(resolve => {
    let written = Infinity
    addEventListener('input', () => { written = performance.now() }, { capture: true, once: true })
    const look = () => {
      const first = document.querySelector('[role=rowheader]')?.textContent.toLowerCase()
      if (first?.startsWith('${word}') && performance.now() > written) resolve(performance.now() - written)
      else requestAnimationFrame(look)
    }
    look()
  })`)
  await page.getByRole('searchbox').fill(word)
  return shown
}

function describe(times: readonly number[]): string {
  const { p50, p95 } = summarize([...times], 1)
  const missed = times.filter(time => time > 1.5 * frame).length / times.length
  return `${times.length} frames, half within ${p50.toFixed(0)} ms, 95 of 100 within ${p95.toFixed(0)} ms, the worst ${Math.max(...times).toFixed(0)} ms; ${(missed * 100).toFixed(1)} % late`
}
