/** The word for a code of the API. Undefined for one that is newer than the words, or of somebody's own. */
export function findWord(words: Readonly<Record<string, string>>, code: string | null): string | undefined {
  return code !== null && Object.hasOwn(words, code) ? words[code] : undefined
}
