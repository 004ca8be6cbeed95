import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = `http://localhost:${process.env.PORT ?? 3000}`
const learnersPages = readdirSync(new URL('src/pages', import.meta.url), { recursive: true }).map(
  path => `assets/${basename(String(path)).split('.')[0]}-`,
)

export default defineConfig({
  plugins: [react(), tailwindcss()],
  logLevel: 'warn',
  build: {
    // Everything comes as a file from our own origin: a `data:` address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // What every form has comes in one file: a dozen small ones are packed worse.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'form', test: /src\/ui\/form\// }],
        },
      },
    },
    modulePreload: {
      polyfill: false,
      // The first file lists what each page loads at once with itself. For all the console's pages that is 5 kB, which
      // learners would load too: those pages ask for the rest once they are there.
      resolveDependencies: (file, needed, { hostType }) =>
        hostType === 'html' || learnersPages.some(page => file.startsWith(page)) ? needed : [],
    },
  },
  server: { port: 5173, strictPort: true, proxy: { '/api': server, '/mail': server, '/health': server } },
})
