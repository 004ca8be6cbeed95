import { en } from './en.ts'

type Text = typeof en

const languages: Record<string, Text> = { en }

const preferred =
  navigator.languages.map(tag => tag.split('-')[0] ?? '').find(language => language in languages) ?? 'en'

/** The catalogue of the reader's language. */
export const text: Text = languages[preferred] ?? en
