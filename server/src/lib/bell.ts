/** Something that one waits for: rung while nobody does, it ends the next wait at once. */
export interface Bell {
  ring(): void
  wait(milliseconds: number): Promise<void>
}

export function createBell(): Bell {
  let rung = false
  let end = () => {}
  return {
    ring() {
      rung = true
      end()
    },
    async wait(milliseconds) {
      if (!rung) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, milliseconds)
          end = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      rung = false
    },
  }
}
