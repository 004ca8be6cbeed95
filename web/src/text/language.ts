/** Which of the languages there are is the reader's. */
const languages = ['en'] as const

type Language = (typeof languages)[number]

const preferred = navigator.languages.map(tag => tag.split('-')[0])

const language: Language = languages.find(name => preferred.includes(name)) ?? 'en'

/** The reader's catalogue of these. A new language is a file of the same shape, named here and at each `choose`. */
export function choose<Catalogue>(catalogues: Record<Language, Catalogue>): Catalogue {
  return catalogues[language]
}
