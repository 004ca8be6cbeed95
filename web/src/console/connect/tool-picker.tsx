import { words } from '../../text/words.ts'
import { type Tool, tools } from './tools.ts'

export function ToolPicker({ tool: chosen, onPick }: { tool: Tool; onPick: (tool: Tool) => void }) {
  return (
    <fieldset className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
      <legend className="sr-only">{words.connect.pick}</legend>
      {tools.map(tool => (
        <button
          key={tool}
          type="button"
          aria-pressed={tool === chosen}
          onClick={() => onPick(tool)}
          className="min-h-11 cursor-pointer rounded-xl border border-line bg-surface px-3 py-2 font-medium text-sm hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-tint aria-pressed:text-accent"
        >
          {words.connect.tools[tool]}
        </button>
      ))}
    </fieldset>
  )
}
