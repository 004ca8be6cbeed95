/** `npm run bench -- one-call` or `npm run bench -- file`: each starts what it needs and prints one table. */
const benches: Record<string, () => Promise<void>> = {
  'one-call': async () => (await import('./one-call.ts')).run(),
  file: async () => (await import('./file.ts')).run(),
}

const bench = benches[process.argv[2] ?? '']
if (bench) await bench()
else {
  process.stderr.write(`Which one? npm run bench -- ${Object.keys(benches).join(' | ')}\n`)
  process.exitCode = 2
}
