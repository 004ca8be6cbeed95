/** What an organization keeps about a person, and what it may be. */
import type { FieldDefinition, FieldValue } from '../custom-fields/values.ts'
import { valueProblems } from '../custom-fields/values.ts'
import { localeProblem, type Problems, textProblem, tidyLocale } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'

/** What is absent stays as it is; null clears. */
export interface Profile {
  readonly external_id?: string | null
  /** In place of those before. */
  readonly tags?: readonly string[]
  /** Laid over those before. */
  readonly custom_fields?: Readonly<Record<string, FieldValue | null>>
  readonly locale?: string | null
}

const maxTags = 50

export function profileProblems(definitions: readonly FieldDefinition[], profile: Profile): Problems {
  const { external_id: externalId, tags = [], custom_fields: customFields = {}, locale } = profile
  return {
    external_id: typeof externalId === 'string' ? textProblem(externalId, 255) : null,
    tags: tags.length > maxTags ? `must hold at most ${maxTags}` : null,
    ...Object.fromEntries(tags.map((tag, index) => [`tags.${index}`, textProblem(tag, 150)])),
    ...valueProblems(definitions, customFields),
    locale: typeof locale === 'string' ? localeProblem(locale) : null,
  }
}

/** As it is kept: trimmed, without repeats, the locale in its usual letters. */
export function tidy({ external_id, tags, custom_fields, locale }: Profile): Profile {
  return {
    external_id: external_id?.trim() ?? external_id,
    tags: tags && [...new Set(tags.map(tag => tidyName(tag)))],
    custom_fields,
    locale: tidyLocale(locale),
  }
}
