/** A connection of the kind, as it is kept, opened. */
import type { OpenPlatform } from '../kinds.ts'
import { openThinkific } from './client.ts'

const theirs = 'https://api.thinkific.com/api/public/v1'

interface Settings {
  readonly subdomain: string
  readonly base_url?: string
}

export const openThinkificSchool: OpenPlatform = ({ settings, secrets, ...opening }) => {
  const { subdomain, base_url: baseUrl = theirs } = settings as Settings
  return openThinkific({ ...opening, settings: { subdomain, baseUrl }, key: secrets.apiKey })
}
