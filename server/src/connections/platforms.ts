import type { Platforms } from './kinds.ts'
import { openThinkificSchool } from './thinkific/open.ts'

export const platforms: Platforms = { thinkific: openThinkificSchool }
