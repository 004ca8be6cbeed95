/** `npm run bench -- one-call`, for example: each starts what it needs and prints one table. */
const benches: Record<string, () => Promise<void>> = {
  'one-call': async () => (await import('./one-call.ts')).run(),
  file: async () => (await import('./file.ts')).run(),
  lists: async () => (await import('./lists.ts')).run(),
  garbage: async () => (await import('./garbage.ts')).run(),
  scroll: async () => (await import('./scroll.ts')).run(),
}

const bench = benches[process.argv[2] ?? '']
if (bench) await bench()
else {
  process.stderr.write(`Which one? npm run bench -- ${Object.keys(benches).join(' | ')}\n`)
  process.exitCode = 2
}
