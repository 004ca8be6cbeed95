/** What is sold: orders, seats, credits and what is offered, as those who sell courses work with them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { addPeople } from './people.ts'
import { pick, see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let team: number
let order: number
beforeAll(async () => {
  stage = await startStage()
  const api = await stage.api()
  team = (await addPeople(api)).team
  const lines = [
    { product: 'gmat', seats: 3 },
    { product: 'gre', seats: 4 },
  ]
  const { body } = await api.post('/api/orders', { team, lines, payment: 'external', external_ref: 'invoice-7' })
  order = body.id
})
afterAll(() => stage.close())

const at = (path: string) => `/console/acme-prep/${path}`

test('one line of an order is refunded: what will happen is shown first, and the other line stays', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(at('orders'))
  await page.getByRole('link', { name: /invoice-7/ }).click()
  await see(page, `Order ${order}`)
  await page.getByRole('button', { name: 'Refund' }).click()
  const dialog = page.getByRole('dialog', { name: 'Refund this order' })
  await dialog.getByText('GRE, 4 seats').click()
  await dialog.getByLabel('Reason').fill('Bought by mistake')
  await examine(page)
  await dialog.getByRole('button', { name: 'Show what will happen' }).click()
  const plan = page.getByRole('alertdialog', { name: 'Refund this order' })
  await plan.getByText('Then 0 of 0 seats of GMAT are used.').waitFor()
  expect(await plan.getByText(/seats of GRE/).count()).toBe(0)
  await examine(page)
  // Nothing is done before it is said so.
  const api = await stage.api()
  expect((await api.get(`/api/orders/${order}`)).body.state).toBe('completed')
  await plan.getByRole('button', { name: 'Refund' }).click()
  await page.getByText('Partly refunded').first().waitFor()
  const { body } = await api.get(`/api/orders/${order}`)
  expect(body.lines.map((line: { refunded_reason: string | null }) => line.refunded_reason)).toEqual([
    'Bought by mistake',
    null,
  ])
  await examine(page)
})

test('an order waits until it is paid, and then gives its seats', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(at('orders/new'))
  const customer = page.getByLabel('Email of the customer')
  await customer.waitFor()
  await pick(page, 'Team', 'evening', 'Evening class')
  await customer.waitFor({ state: 'detached' })
  await pick(page, 'Product', 'pte', /PTE Academic/)
  await page.getByLabel('Seats for the team').fill('')
  await page.getByLabel('Seats for the team').blur()
  await customer.waitFor()
  await page.getByLabel('Seats for the team').fill('6')
  await page.getByLabel('Seats for the team').blur()
  await customer.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Paid: give it now/ }).click()
  await page.getByRole('option', { name: /^Pending/ }).click()
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByText('Pending').first().waitFor()
  await page.getByRole('button', { name: 'Complete' }).click()
  const dialog = page.getByRole('dialog', { name: 'Complete this order?' })
  await dialog.getByText('Then 0 of 6 seats of PTE Academic are used.').waitFor()
  await dialog.getByRole('button', { name: 'Complete' }).click()
  await page.getByText('Completed').first().waitFor()
  await page.goto(at('seats?product=pte_academic'))
  await page.getByRole('img', { name: 'PTE Academic, Evening class: 0 of 6 used' }).waitFor()
})

test('an order whose answer was lost is sent again and placed once', async () => {
  const api = await stage.api()
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(at('orders/new'))
  await pick(page, 'Team', 'evening', 'Evening class')
  await pick(page, 'Product', 'gmat', /GMAT/)
  await page.getByLabel('Seats for the team').fill('7')
  await page.route(
    '**/api/orders',
    async route => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByText('GMAT, 7 seats').waitFor()
  const { body } = await api.get('/api/orders?limit=200')
  const placed = body.data.filter((order: { lines: { seats: number }[] }) => order.lines[0]?.seats === 7)
  expect(placed).toHaveLength(1)
})

test('a learner’s seat is taken back, and the seats are made fewer', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(at('seats?product=ielts'))
  await page.getByRole('link', { name: /ielts/i }).click()
  await page.getByText('1 of 5 used').waitFor()
  await page.getByRole('row', { name: /Asha/ }).getByRole('checkbox').click({ force: true })
  await page.getByRole('button', { name: 'Take back' }).click()
  const leaving = page.getByRole('alertdialog', { name: 'Take this seat back?' })
  await leaving.getByText(/^Take back the seat of IELTS from /).waitFor()
  await leaving.getByRole('button', { name: 'Take back' }).click()
  await page.getByText('Nobody holds one yet').waitFor()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Change the number' }).click()
  const dialog = page.getByRole('dialog', { name: 'How many seats are there to be?' })
  await dialog.getByLabel('Seats from now on').fill('2')
  await dialog.getByRole('button', { name: 'Show what will happen' }).click()
  await dialog.getByText('Then 0 of 2 seats of IELTS are used.').waitFor()
  await dialog.getByRole('button', { name: 'Change the number' }).click()
  await page.getByText('0 of 2 used').waitFor()
})

test('an item is added to a course and moved up, and the access of the course is changed', async () => {
  const api = await stage.api()
  const find = async () => (await api.get('/api/courses?search=gre')).body.data[0]
  const { id } = await find()
  const until = '2030-06-30T18:00:00.000Z'
  await api.patch(`/api/courses/${id}`, { access: { until } })
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(at('courses'))
  await page.getByRole('link', { name: /GRE/ }).click()
  await page.getByRole('button', { name: 'Add an item' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an item' })
  await dialog.getByLabel('Title').fill('Vocabulary')
  await dialog.getByLabel('Address where it opens').fill('https://learn.example.com/gre/vocabulary')
  await dialog.getByRole('button', { name: 'Add an item' }).click()
  // The order is shown before it is stored: whoever goes on at once is not told that somebody else changed the course.
  await page.getByRole('button', { name: 'Move Vocabulary up' }).click()
  await page.getByRole('listitem').filter({ hasText: 'mock test' }).filter({ hasText: '9' }).waitFor()
  await page.getByRole('tab', { name: 'Settings' }).click()
  // A day is shown, and the moment within it stays unless another day is chosen.
  await page.getByLabel('Description').fill('From the first word on.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  expect((await find()).access).toEqual({ until })
  await page.getByRole('button', { name: /Until a day/ }).click()
  await page.getByRole('option', { name: 'For days' }).click()
  await page.getByRole('textbox', { name: 'Days' }).fill('45')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('45 days').waitFor()
  expect((await find()).access).toEqual({ days: 45 })
  await page.getByRole('button', { name: /For days/ }).click()
  await page.getByRole('option', { name: 'Until a day' }).click()
  await page.getByLabel('Last day').fill('2030-06-30')
  await page.getByRole('button', { name: 'Save' }).click()
  await page
    .getByText(/Until 30 Jun/)
    .first()
    .waitFor()
  await page.reload()
  await page.getByRole('tab', { name: 'Settings' }).click()
  expect(await page.getByLabel('Last day').inputValue()).toBe('2030-06-30')
  const { body: items } = await api.get(`/api/courses/${id}/items`)
  expect(items.data.map(({ title }: { title: string }) => title).slice(-2)).toEqual(['Vocabulary', 'GRE mock test'])
})

test('a bundle is offered to a team, which buys it with credits', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(at('products/new'))
  await page.getByLabel('Name', { exact: true }).fill('English')
  await page.getByLabel('Short name').fill('english')
  for (const course of ['IELTS', 'PTE Academic']) {
    await pick(page, 'Courses', course, new RegExp(course))
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Make the bundle' }).click()
  await see(page, 'English')

  await page.goto(at('catalog/new'))
  await page.getByLabel('Name', { exact: true }).fill('English, 10 seats')
  await pick(page, 'Product', 'english', /English/)
  await page.getByLabel('Seats', { exact: true }).fill('10')
  await page.getByLabel('Credits', { exact: true }).fill('250.00')
  await pick(page, 'Offered to teams', 'evening', /Evening class/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Offer it' }).click()
  await see(page, 'English, 10 seats')

  await page.goto(at(`credits?team=${team}`))
  await page.getByRole('button', { name: 'Add or deduct' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add credits, or deduct some' })
  await dialog.getByLabel('Amount').fill('300.00')
  await dialog.getByRole('button', { name: 'Add or deduct' }).click()
  await page.getByText('Done: there are 300.00 to spend now.').waitFor()

  await page.goto(at('orders/new'))
  await pick(page, 'Team', 'evening', 'Evening class')
  await page.getByRole('button', { name: /Line 1/ }).click()
  await page.getByRole('option', { name: 'From the catalog' }).click()
  await pick(page, 'Catalog item', 'english', /English, 10 seats/)
  await page.getByRole('button', { name: /Paid elsewhere/ }).click()
  await page.getByRole('option', { name: 'Credits' }).click()
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByText('-250.00').waitFor()
  await page.goto(at(`credits?team=${team}`))
  await page.getByText('50.00', { exact: true }).waitFor()
})

test('orders are found by the beginning of their reference or of the customer’s email', async () => {
  const api = await stage.api()
  const user = { email: 'mia.stone@example.com', first_name: 'Mia' }
  const lines = [{ product: 'pte_academic' }]
  await api.post('/api/orders', { user, lines, payment: 'external', external_ref: 'webshop-1' })
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(at('orders'))
  const box = page.getByRole('searchbox', { name: 'Reference or customer’s email' })
  for (const [written, found] of [
    ['Invoice', /invoice-7/],
    ['mia.st', /webshop-1/],
  ] as const) {
    await box.fill(written)
    await page.getByText('1 in all').waitFor()
    await page.getByRole('row', { name: found }).waitFor()
  }
  await page.getByText('PTE Academic', { exact: true }).waitFor()
  await box.fill('')
  await pick(page, 'Team', 'even', 'Evening class')
  await page.getByRole('button', { name: 'Remove Team Evening class' }).waitFor()
  await page.getByRole('row', { name: /webshop-1/ }).waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('button', { name: 'Remove Team Evening class' }).click()
  await page.getByRole('row', { name: /webshop-1/ }).waitFor()
})

test('who waits for a seat is seen, and gets the one that is added', async () => {
  const api = await stage.api()
  await api.post('/api/courses', { name: 'sat', display_name: 'SAT Prep', access: null })
  const sold = await api.post(`/api/teams/${team}/seats`, { product: 'sat', quantity: 1, external_ref: 'sat-1' })
  await api.patch(`/api/seats/${sold.body.id}`, { waitlist: true })
  for (const [email, first_name] of [
    ['bruno.klein@example.com', 'Bruno'],
    ['chen.li@example.com', 'Chen'],
  ]) {
    const asked = {
      user: { email, first_name },
      team: { strategy: 'specific', id: team },
      products: ['sat'],
      from: 'seats',
    }
    expect(await api.post('/api/provision', asked)).toMatchObject({ status: 200 })
  }
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(at('seats?product=sat'))
  await page
    .getByRole('row', { name: /SAT Prep/ })
    .getByRole('link', { name: '1', exact: true })
    .click()
  await page.getByRole('tab', { name: 'Who waits', selected: true }).waitFor()
  await page.getByRole('row', { name: /Chen Li/ }).waitFor()
  await examine(page)
  await page.getByRole('tabpanel').getByRole('button', { name: 'Add seats' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add seats to a team' })
  await dialog.getByLabel('How many').fill('1')
  await dialog.getByRole('button', { name: 'Add seats' }).click()
  await page.getByText('1 seat was added.').waitFor()
  await page.getByText('Nobody waits').waitFor()
  await page.getByRole('tab', { name: 'Who holds them' }).click()
  await page.getByRole('row', { name: /Chen Li/ }).waitFor()
})

const widths = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
]

test.each(widths)('lists and their pages are readable for all at a width of $width', async viewport => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport, reducedMotion: 'reduce' })
  for (const [path, shown] of [
    ['orders', `Order ${order}`],
    ['seats', 'gre'],
    ['courses', 'IELTS'],
  ] as const) {
    await page.goto(at(path))
    const link = page.getByRole('rowheader').getByRole('link', { name: shown }).first()
    await link.waitFor()
    await examine(page)
    await link.click()
    await see(page, shown)
    await examine(page)
  }
})

test.each(widths)('forms are readable for all at a width of $width', async viewport => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport, reducedMotion: 'reduce' })
  for (const [path, title] of [
    ['products', 'Products'],
    ['catalog', 'Catalog'],
    ['catalog/new', 'New catalog item'],
    ['credits', 'Credits'],
    ['orders/new', 'Place an order'],
    ['courses/new', 'New course'],
    ['products/new', 'New bundle'],
  ] as const) {
    await page.goto(at(path))
    await see(page, title)
    await examine(page)
  }
})

test('what an organization above sold or did, and who may do more, is not changed below: the buttons say why', async () => {
  const seller = await stage.api()
  await seller.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  const { body: team } = await seller.post('/api/teams', { name: 'Far class', organization: 'pune' })
  const offers = { organizations: ['pune'], teams: [] }
  const sold = { name: 'Far seats', product: 'ielts', seats: 1, credits: '10', offers }
  const { body: item } = await seller.post('/api/catalog-items', sold)
  const lines = [{ catalog_item: item.id }]
  const order = async (state: string) =>
    (await seller.post('/api/orders', { team: team.id, payment: 'external', state, lines, external_ref: state })).body
      .id
  const [paid, open] = [await order('completed'), await order('pending')]
  const user = { email: 'far@example.com', first_name: 'Fay' }
  const given = { organization: 'pune', user, team: { strategy: 'specific', id: team.id }, send_welcome_email: false }
  const { body: provisioned } = await seller.post('/api/provision', given)
  await seller.patch(`/api/memberships/pune/${provisioned.user.id}`, { role: 'owner' })

  const page = await stage.openPageAs({ organization: 'pune', role: 'admin' })
  const pune = '/console/pune'
  const isOff = async (name: string, why: string) => {
    const button = page.getByRole('button', { name, exact: true, disabled: true })
    await button.press('Enter')
    await page.getByRole('region', { name: 'Notices' }).getByText(why).waitFor()
  }
  await page.goto(`${pune}/orders/${paid}`)
  await isOff('Refund', 'An organization above sold it: only there can it be refunded.')
  await page.goto(`${pune}/orders/${open}`)
  await isOff('Complete', 'An organization above sold it: only there can it be said whether it was paid.')
  await page.goto(`${pune}/log/${provisioned.operation_id}`)
  await isOff('Undo', 'It was done from an organization above: it is undone there.')
  await page.goto(`${pune}/users/${provisioned.user.id}`)
  await page.getByRole('button', { name: 'More actions' }).click()
  for (const name of [/^Suspend/, /^Erase/])
    await page.getByRole('menuitem', { name }).getByText('This person may do more than you.').waitFor()
  await examine(page)
})
