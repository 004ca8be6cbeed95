import { expect, test } from 'vitest'
import { sortAsTree } from './sort-as-tree.ts'

const say = (organizations: { slug: string; parent: string | null }[]) =>
  sortAsTree(organizations).map(({ slug, depth }) => `${'-'.repeat(depth)}${slug}`)

test('an organization stands above those below it, however they come', () => {
  expect(
    say([
      { slug: 'east', parent: 'pune' },
      { slug: 'acme', parent: null },
      { slug: 'delhi', parent: 'acme' },
      { slug: 'pune', parent: 'acme' },
    ]),
  ).toEqual(['acme', '-delhi', '-pune', '--east'])
})

test('one that was found without those above it stands at the top', () => {
  expect(say([{ slug: 'east', parent: 'pune' }])).toEqual(['east'])
})
