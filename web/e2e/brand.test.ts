import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inkOn } from '../../server/src/lib/color.ts'
import { accentsOf } from '../src/ui/look/accents.ts'

test('a button has the same ink on pages and in mails, whatever its colour', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^#[\da-f]{6}$/), color => {
      expect(accentsOf(color)).toMatchObject({ '--brand': color, '--on-brand': inkOn(color) })
    }),
  )
})
