import { SingleBar } from 'cli-progress'
import { printHint } from '../cli/print.ts'
import type { RowResult } from './provision-rows.ts'

/**
 * Counts results, shows how far a file of `size` bytes is read where somebody is looking, and sums up at the end. All of it
 * beside the output. A size of null: nobody knows how much is still to come.
 */
export function startTally(input: { readonly bytesRead: number }, size: number | null) {
  const startedAt = performance.now()
  const counts: Record<RowResult['result'], number> = {
    created: 0,
    reused: 0,
    already_provisioned: 0,
    refused: 0,
    failed: 0,
  }
  const bar = new SingleBar({
    format: '{bar} {percentage} %  {lines} lines',
    stream: process.stderr,
    clearOnComplete: true,
  })
  let lines = 0
  if (process.stderr.isTTY && size) bar.start(size, 0, { lines })
  return {
    count({ result }: RowResult) {
      counts[result]++
      if (++lines % 256 === 0) bar.update(input.bytesRead, { lines })
    },
    lines: () => lines,
    failed: () => counts.refused + counts.failed,
    stop() {
      bar.stop()
      const seconds = (performance.now() - startedAt) / 1000
      const parts = Object.entries(counts).flatMap(([name, count]) =>
        count > 0 ? [`${count} ${name.replace('_', ' ')}`] : [],
      )
      const took = `${lines} ${lines === 1 ? 'line' : 'lines'} in ${seconds.toFixed(1)} s`
      printHint(`${took} (${Math.round(lines / seconds)} a second): ${parts.join(', ') || 'nothing to do'}`)
    },
  }
}
