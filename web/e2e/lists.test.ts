/** What holds for every list: its rows open, its header covers them, and nothing in it is cut short, however narrow it is. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { addPeople } from './people.ts'
import { addPlaces } from './places.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
  const api = await stage.api()
  const { team } = await addPeople(api)
  await addPlaces(api, team)
  await api.post('/api/users', {
    email: 'salma@example.com',
    first_name: 'سلمى',
    last_name: 'عبد الرحمن بن عبد العزيز آل سعود',
  })
  await api.post('/api/orders', {
    team,
    lines: [{ product: 'ielts', seats: 2 }],
    payment: 'external',
    external_ref: 'INV-1',
  })
})
afterAll(() => stage.close())

const at = (page: Page) => new URL(page.url()).pathname

test('a row opens wherever it is pressed, while its checkbox alone selects', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/users')
  const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  for (const name of ['Asha Rao', 'Chen Li']) await rowOf(name).getByRole('checkbox').click({ force: true })
  await page.getByText('2 selected').waitFor()
  expect(at(page)).toBe('/console/acme-prep/users')
  await rowOf('Bruno Klein').getByRole('gridcell').nth(1).click()
  await see(page, 'Bruno Klein')
  await page.goBack()
  await rowOf('Dana Fox').focus()
  await page.keyboard.press('Enter')
  await see(page, 'Dana Fox')
})

test('a line of the log opens wherever it is pressed, in a new tab where a link would', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/log')
  const line = page.getByRole('row', { name: /dana\.fox@example\.com/ })
  const opened = page.context().waitForEvent('page')
  await line
    .getByRole('gridcell')
    .last()
    .click({ modifiers: ['ControlOrMeta'] })
  expect(at(await opened)).toMatch(/log\/\d+$/)
  await (await opened).close()
  expect(at(page)).toBe('/console/acme-prep/log')
  await line.getByRole('gridcell').last().click()
  await page.waitForURL(/log\/\d+$/)
})

test.each([390, 1280])('rows do not show through the header at a width of %i', async width => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport: { width, height: 500 } })
  await page.goto('/console/acme-prep/log')
  await page.getByRole('row').nth(5).waitFor()
  await page.evaluate(`scrollTo(0, document.querySelector('[role=columnheader]').getBoundingClientRect().top + 100)`)
  const look = () =>
    page.evaluate<string[]>(`(() => {
    const heads = [...document.querySelectorAll('[role=columnheader]')]
    return [...new Set(heads.map(head => {
      const { left, top, width, height } = head.getBoundingClientRect()
      const isOnTop = head.contains(document.elementFromPoint(left + width / 2, top + height / 2))
      return [isOnTop, Math.round(top), getComputedStyle(head).backgroundColor].join(' ')
    }))]
  })()`)
  // While it is scrolled, nothing in a list takes the pointer.
  await expect.poll(look).toEqual([`true ${width === 390 ? 56 : 0} rgb(243, 240, 234)`])
})

test('no date, no badge and no header is cut short, at whatever width', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, { reducedMotion: 'reduce' })
  for (const list of ['users', 'enrollments', 'invitations', 'links', 'orders', 'keys', 'log', 'seats']) {
    await page.goto(`/console/acme-prep/${list}`)
    await page.getByRole('row').nth(1).waitFor()
    // 640 is what a window of 1280 has at 200 %.
    for (const width of [1280, 1024, 768, 640, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await expect.poll(() => page.evaluate(findCut), { message: `${list} at ${width}` }).toEqual([])
    }
  }
  await page.setViewportSize({ width: 768, height: 900 })
  await examine(page)
})

test('a name begins where its letters do, in a list and on its page', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport: { width: 390, height: 800 } })
  await page.goto('/console/acme-prep/users?search=salma')
  const name = page.getByText(/^سلمى/)
  await name.waitFor()
  // At the left edge of its column all the same: there the page has it.
  const styles = `(({ direction, textAlign }) => direction + ' ' + textAlign)(getComputedStyle(
    [...document.querySelectorAll('[role=rowheader] span')].find(span => span.textContent.startsWith('سلمى'))))`
  expect(await page.evaluate(styles)).toBe('rtl left')
  expect(await page.evaluate('document.documentElement.dir')).toBe('ltr')
  await name.click()
  await page.getByRole('heading', { level: 1, name: /^سلمى/ }).waitFor()
  expect(await page.evaluate(`getComputedStyle(document.querySelector('h1')).direction`)).toBe('rtl')
})

// What has no room: the words of whatever holds a year or a badge and is broader or higher than it may be, and what leaves its card.
const findCut = `(() => {
  const grid = document.querySelector('[role=grid]')
  const card = grid.getBoundingClientRect()
  const boxes = [...grid.querySelectorAll('[role=gridcell] *, [role=rowheader] *, [role=columnheader] *')]
  const cut = boxes.filter(box => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)
    .filter(box => getComputedStyle(box).overflow !== 'visible')
    .filter(box => /\\b20\\d\\d\\b/.test(box.textContent) || box.querySelector('.rounded-full') || box.closest('[role=columnheader]'))
    .filter(box => ![...box.children].some(child => child.matches('dl')))
  const outside = boxes.filter(box => box.getBoundingClientRect().right > card.right + 1)
  return [...cut, ...outside].map(box => box.textContent).filter(Boolean)
})()`
