/** The versions of the native API, by the day on which each began. A key stays with the one that was newest when it was made. */
export const apiVersions: readonly string[] = ['2026-12-01']

export const newestApiVersion = apiVersions[apiVersions.length - 1] as string
