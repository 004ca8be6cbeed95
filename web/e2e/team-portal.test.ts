/** The team portal on a phone: order, invite, give seats, and nothing beyond one's own teams. */

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { startMailbox } from './mailbox.ts'
import { addPeople } from './people.ts'
import { password, see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let mailbox: Awaited<ReturnType<typeof startMailbox>>
let team: number
let portal: string
beforeAll(async () => {
  mailbox = await startMailbox()
  stage = await startStage({ smtpUrl: mailbox.url })
  const api = await stage.api()
  const people = await addPeople(api)
  team = people.team
  portal = `/team/${team}`
  const offer = {
    name: 'Ten PTE seats',
    product: 'pte_academic',
    seats: 10,
    credits: '100.00',
    offers: { organizations: [], teams: [team] },
  }
  for (const [path, body] of [
    ['/api/catalog-items', offer],
    [`/api/teams/${team}/credits`, { amount: '250.00', description: 'Spring budget' }],
  ] as const)
    expect(await api.post(path, body)).toMatchObject({ status: 201 })
})
afterAll(async () => {
  await stage.close()
  await mailbox.close()
})

const phone = { viewport: { width: 390, height: 844 } }

test('a manager orders seats, invites a colleague in three taps, who accepts and has the course open', async () => {
  const page = await stage.openPageAs({ team }, phone)
  await page.goto('/')
  await see(page, 'Evening class')
  await page.getByRole('link', { name: 'Order seats' }).click()
  await page.getByText('Your team has 250.00 credits to spend.').waitFor()
  await page.getByText('10 seats of PTE Academic. Access: 6 months').waitFor()
  await page.getByLabel('How many of Ten PTE seats').fill('2')
  await page.getByRole('button', { name: 'Order Ten PTE seats' }).click()
  const dialog = page.getByRole('dialog', { name: 'Order 2 × Ten PTE seats?' })
  await dialog.getByText('20 seats for 200.00 credits').waitFor()
  await dialog.getByText('Then 0 of 20 seats of PTE Academic are used.').waitFor()
  await dialog.getByRole('button', { name: 'Order' }).click()
  await page.getByRole('row', { name: 'PTE Academic, 20 seats' }).waitFor()
  await page.getByText('Your team has 50.00 credits to spend.').waitFor()

  await page.goto(portal)
  await page.getByRole('img', { name: 'PTE Academic: 0 of 20 used' }).waitFor()
  await page.getByRole('link', { name: 'Invite', exact: true }).click()
  await page.getByLabel('Email addresses').fill('Nina Patel <nina.patel@example.com>')
  await page.getByText('PTE Academic').click()
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByRole('row', { name: 'Nina Patel' }).getByText('Waiting').waitFor()

  const nina = await stage.openPage()
  await nina.goto(await mailbox.findLink('nina.patel@example.com', 'invitation'))
  await see(nina, 'Acme Prep invites you')
  await nina.getByText('PTE Academic').waitFor()
  await examine(nina)
  await nina.getByLabel('New password').fill(password)
  await nina.getByRole('button', { name: 'Accept and start' }).click()
  await see(nina, 'My courses')
  await nina.getByRole('heading', { name: 'PTE Academic' }).waitFor()
  expect(await nina.getByRole('list', { name: 'Lessons' }).getByRole('link').count()).toBeGreaterThan(0)

  await page.reload()
  await page.getByRole('row', { name: 'Nina Patel' }).getByText('Accepted').waitFor()
  await page.goto(`${portal}/seats`)
  await page.getByRole('img', { name: 'PTE Academic: 1 of 20 used' }).waitFor()
})

test('many are pasted at once; who cannot be invited is named, and can be mended', async () => {
  const page = await stage.openPageAs({ team }, phone)
  await page.goto(`${portal}/invite`)
  await page.getByLabel('Email addresses').fill('ova.lind@example.com, Per Dahl <per@example.com>\nnot an address')
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByText('2 invitations are on their way.').waitFor()
  await page
    .getByRole('alert')
    .getByText(/not an address: email must be a mail address/)
    .waitFor()
  expect(await page.getByLabel('Email addresses').inputValue()).toBe('not an address')
  await page.getByLabel('Email addresses').fill('quin.ash@example.com')
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  for (const name of ['Ova Lind', 'Per Dahl', 'Quin Ash']) await page.getByRole('row', { name }).waitFor()

  await page.getByRole('row', { name: 'Per Dahl' }).getByRole('checkbox').click({ force: true })
  await page.getByRole('button', { name: 'Withdraw' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Withdraw this invitation?' })
  await dialog.getByRole('button', { name: 'Withdraw' }).click()
  await page.getByRole('row', { name: 'Per Dahl' }).getByText('Withdrawn').waitFor()
})

test('a seat is given to somebody of the team, who has the course at once, and is taken back', async () => {
  const page = await stage.openPageAs({ team })
  await page.goto(`${portal}/people`)
  await page.getByRole('link', { name: /Bruno Klein/ }).click()
  await see(page, 'Bruno Klein')
  await page.getByRole('button', { name: 'Give a seat' }).click()
  await page.getByRole('button', { name: /^IELTS/ }).click()
  const giving = page.getByRole('dialog', { name: 'Give a seat of IELTS?' })
  await giving.getByText(/^Give Bruno Klein \(.*\) IELTS until /).waitFor()
  await giving.getByRole('button', { name: 'Give a seat' }).click()
  await page.getByRole('row', { name: 'IELTS' }).getByText('Active').waitFor()
  await page.setViewportSize(phone.viewport)
  await page
    .getByRole('row', { name: 'IELTS' })
    .getByText(/^Until /)
    .waitFor()
  await page.getByRole('button', { name: 'Why?' }).click()
  const why = page.getByRole('dialog', { name: 'Why: IELTS' })
  await why.getByText(/with a seat of the team Evening class/).waitFor()
  await examine(page)
  await why.getByText('To take it away, take the seat back.').waitFor()
  expect(await why.getByText(/extend the access/).count()).toBe(0)
  await why.getByRole('button', { name: 'Close' }).click()

  await page.goto(`${portal}/seats`)
  await page.getByRole('link', { name: /Who has one.*IELTS/ }).click()
  await page
    .getByRole('row', { name: /Bruno Klein/ })
    .getByRole('checkbox')
    .click({ force: true })
  await page.getByRole('button', { name: 'Take back' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click()
  const said = page.getByText('The seat of Bruno Klein is free.')
  await said.waitFor()
  // At the bottom a sheet has its buttons.
  expect((await said.boundingBox())?.y).toBeLessThan(200)
  await page.getByRole('row', { name: /Bruno Klein/ }).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Give a seat' }).click()
  await page.getByLabel('Who gets it').fill('chen')
  await page.getByRole('option', { name: /Chen Li/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Give a seat' }).click()
  await page.getByText(/^Give Chen Li \(.*\) a seat of IELTS$/).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Give a seat' }).click()
  await page.getByRole('row', { name: /Chen Li/ }).waitFor()
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('row', { name: /Chen Li/ }).waitFor({ state: 'detached' })
  await page.getByText('Taken back.').waitFor()
})

test('a manager sees the teams they look after and no others, and goes from one to the other', async () => {
  const api = await stage.api()
  const { body: second } = await api.post('/api/teams', { name: 'Morning class' })
  const { body: other } = await api.post('/api/teams', { name: 'Other class' })
  const page = await stage.openPageAs({ team })
  await page.goto(portal)
  await see(page, 'Evening class')
  expect(await page.getByRole('link', { name: 'Console' }).count()).toBe(0)
  const me = await page.evaluate<{ user: { id: number } }>(`fetch('/api/me').then(answer => answer.json())`)
  await api.post(`/api/teams/${second.id}/members`, { user_id: me.user.id, role: 'manager' })
  await page.reload()
  await page.getByRole('button', { name: /Switch team/ }).click()
  expect(await page.getByRole('link', { name: /Other class/ }).count()).toBe(0)
  await page.getByRole('link', { name: /Morning class/ }).click()
  await see(page, 'Morning class')
  await page.getByText('No seats yet').waitFor()
  for (const address of [`/team/${other.id}`, `/team/${other.id}/people`, '/console/acme-prep/users']) {
    await page.goto(address)
    await see(page, 'There is no such page')
  }
})

test('a manager makes nobody an owner', async () => {
  const page = await stage.openPageAs({ team }, phone)
  await page.goto(`${portal}/invite`)
  await page.getByRole('button', { name: /Learner/ }).click()
  await page.getByRole('option', { name: 'Manager' }).waitFor()
  for (const name of ['Owner', 'Admin']) expect(await page.getByRole('option', { name }).count()).toBe(0)
})

test('who may only look is told why a button cannot be pressed', async () => {
  const api = await stage.api()
  await api.post('/api/roles', { name: 'watcher', display_name: 'Watcher', permissions: ['teams.view', 'seats.view'] })
  const page = await stage.openPageAs({ team, teamRole: 'watcher' })
  await page.goto(portal)
  await page.getByRole('button', { name: 'Invite' }).click({ force: true })
  await page.getByText('Your role lacks the permission “Invite people”.').filter({ visible: true }).first().waitFor()
  const menu = page.getByRole('navigation', { name: 'Menu' })
  await menu.getByRole('link', { name: 'Seats' }).waitFor()
  for (const name of ['Order', 'Reports']) expect(await menu.getByRole('link', { name }).count()).toBe(0)
})

test('reports can be taken away as files', async () => {
  const page = await stage.openPageAs({ team })
  await page.goto(`${portal}/reports`)
  await see(page, 'Reports')
  for (const [title, column] of [
    ['Seats in use', 'used_share'],
    ['People and their courses', 'email'],
  ] as const) {
    const saved = page.waitForEvent('download')
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: title }) })
    await card.getByRole('button', { name: 'Export as CSV' }).click()
    const file = await readFile(await (await saved).path(), 'utf8')
    expect(file.split('\n')[0]).toContain(column)
    expect(file).toContain('ielts')
  }
})

test.each([
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
])('readable for all at a width of $width', async viewport => {
  const page = await stage.openPageAs({ team }, { viewport, reducedMotion: 'reduce' })
  for (const [address, words] of [
    ['', 'Seats'],
    ['/people', 'Asha Rao'],
    ['/people?tab=progress', 'Asha Rao'],
    ['/invite', 'Give them a seat of'],
    ['/invite?tab=link', 'Lets in until'],
    ['/order', 'Ten PTE seats'],
    ['/reports', 'Seats in use'],
  ] as const) {
    await page.goto(portal + address)
    await page.getByRole('main').getByText(words).first().waitFor()
    await examine(page)
  }
})
