/** The ways in that others open: an invitation, a share link; and one's own profile. */

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { startMailbox } from './mailbox.ts'
import { addPeople } from './people.ts'
import { enter, enterAndLeave, password, see, signIn, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let mailbox: Awaited<ReturnType<typeof startMailbox>>
let team: number
beforeAll(async () => {
  mailbox = await startMailbox()
  stage = await startStage({ smtpUrl: mailbox.url })
  const people = await addPeople(await stage.api())
  team = people.team
})
afterAll(async () => {
  await stage.close()
  await mailbox.close()
})

const narrow = { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' } as const

async function makeLink(limits: object = {}): Promise<string> {
  const { body } = await (await stage.api()).post('/api/links', { target: { course: 'ielts' }, ...limits })
  return new URL(body.url).pathname
}

test('a link that a manager makes leads by an account to the course', async () => {
  const manager = await stage.openPageAs({ team })
  await manager.goto(`/team/${team}/invite?tab=link`)
  await manager.getByRole('button', { name: 'Make the link' }).click()
  await manager.getByRole('img', { name: /^QR code/ }).waitFor()
  await examine(manager)
  const url = (await manager.locator('code').textContent()) ?? ''

  const page = await stage.openPage(narrow)
  await page.goto(new URL(url).pathname)
  await see(page, 'Join Evening class')
  await examine(page)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByText('Write your email address.').waitFor()
  await page.getByLabel('Email address').fill('rosa.lund@example.com')
  await page.getByLabel('First name').fill('Rosa')
  await page.getByRole('button', { name: 'Join' }).click()
  await see(page, 'Look into your mailbox')
  await enter(page, { email: '', link: await mailbox.findLink('rosa.lund@example.com', 'set-password') })
  await page.getByRole('heading', { name: 'IELTS' }).waitFor()
})

test('who has an account signs in on the way and joins by one press', async () => {
  const learner = await stage.provision([])
  const page = await stage.openPage()
  await enterAndLeave(page, learner)
  await page.goto(await makeLink())
  await page.getByRole('link', { name: 'I have an account: sign in first' }).click()
  await see(page, 'Sign in')
  await signIn(page, learner.email)
  await see(page, 'Join IELTS')
  await page.getByText(`You are signed in as ${learner.email}.`).waitFor()
  await page.getByRole('button', { name: 'Join' }).click()
  await see(page, 'My courses')
  await page.getByRole('heading', { name: 'IELTS' }).waitFor()
})

test('a link keeps its limits: only some addresses, somebody looks first, and an end', async () => {
  const page = await stage.openPage(narrow)
  await page.goto(await makeLink({ domains: ['school.example.com'], needs_approval: true }))
  await page.getByText('Only for email addresses at school.example.com.').waitFor()
  await page.getByLabel('Email address').fill('sam@example.com')
  await page.getByLabel('First name').fill('Sam')
  await page.getByRole('button', { name: 'Ask to join' }).click()
  await page.getByLabel('Email address').and(page.locator('[aria-invalid=true]')).waitFor()
  await page.getByLabel('Email address').fill('sam@school.example.com')
  await page.getByRole('button', { name: 'Ask to join' }).click()
  await see(page, 'You have asked to join')
  const path = await makeLink({ max_uses: 1 })
  await stage.database.query('update links set revoked_at = now() where max_uses = 1')
  await page.goto(path)
  await see(page, 'This link lets nobody in any more')
  await page.goto('/join/nothing')
  await see(page, 'There is no such link')
})

test('who asks to come into a team is let in by its manager', async () => {
  const { body } = await (await stage.api()).post('/api/links', { target: { team }, needs_approval: true })
  const page = await stage.openPage()
  await page.goto(new URL(body.url).pathname)
  await page.getByLabel('Email address').fill('tara.moon@example.com')
  await page.getByLabel('First name').fill('Tara')
  await page.getByRole('button', { name: 'Ask to join' }).click()
  await see(page, 'You have asked to join')
  const manager = await stage.openPageAs({ team }, { viewport: { width: 390, height: 844 } })
  await manager.goto(`/team/${team}`)
  await manager.getByRole('link', { name: '1 asks to come in' }).click()
  await manager.getByRole('tab', { name: 'Links (1)', selected: true }).waitFor()
  await manager.getByText('They ask to come in').waitFor()
  await manager.getByText('tara.moon@example.com').waitFor()
  await examine(manager)
  await manager.getByRole('button', { name: 'Approve' }).click()
  await manager.getByRole('tab', { name: 'Links', exact: true }).waitFor()
  await enter(page, { email: '', link: await mailbox.findLink('tara.moon@example.com', 'set-password') })
  await page.getByRole('heading', { name: 'IELTS' }).waitFor()
})

test('who has a password accepts an invitation by one press; a second time it says so', async () => {
  const learner = await stage.provision([])
  const page = await stage.openPage(narrow)
  await enterAndLeave(page, learner)
  const wish = { email: learner.email, first_name: 'Jane', courses: ['ielts'] }
  await (await stage.api()).post('/api/invitations', wish)
  const link = await mailbox.findLink(learner.email, 'invitation')
  await page.goto(link)
  await see(page, 'Acme Prep invites you')
  await examine(page)
  expect(await page.getByLabel('New password').count()).toBe(0)
  await page.getByRole('button', { name: 'Accept and start' }).click()
  await see(page, 'My courses')
  await page.getByRole('heading', { name: 'IELTS' }).waitFor()
  await page.goto(link)
  await see(page, 'This invitation was accepted already')
  await page.goto('/invitation/1.nothing')
  await see(page, 'This link does not work any more')
  await examine(page)
})

test('my profile: name and language, another password, and my data as a file', async () => {
  const learner = await stage.provision()
  const page = await stage.openPage(narrow)
  await enter(page, learner)
  await page.getByRole('link', { name: 'My profile' }).click()
  await see(page, 'My profile')
  await examine(page)
  await page.getByLabel('First name').fill('Janet')
  await page.getByLabel('Language').selectOption('English')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()

  const change = page.locator('form', { hasText: 'New password' })
  await change.getByLabel('Current password').fill('not my password')
  await page.getByLabel('New password').fill('another password')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('is not the password of this account').waitFor()
  await change.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('Your password is changed.').waitFor()

  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download my data' }).click()
  const data = JSON.parse(await readFile(await (await saved).path(), 'utf8'))
  expect(data.account).toMatchObject({ email: learner.email, first_name: 'Janet', locale: 'en' })

  await page.getByRole('link', { name: 'My courses' }).click()
  await page.getByText(`Janet Doe · ${learner.email}`).waitFor()
})
