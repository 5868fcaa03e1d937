// What goes to stderr while a command runs: progress that overwrites itself on a terminal, lines now and then elsewhere.

export interface Console {
  progress(line: string): void
  notice(line: string): void
  /** Removes what progress left on the line. */
  clear(): void
}

/** Between two lines of progress, on a terminal and elsewhere (a log file). */
const terminalInterval_ms = 100
const logInterval_ms = 2000

export function createConsole(stream: NodeJS.WriteStream = process.stderr): Console {
  const terminal = stream.isTTY === true
  let shown = false
  let last = -Infinity
  const clear = (): void => {
    if (shown) stream.write('\r\x1b[2K')
    shown = false
  }
  return {
    clear,
    progress(line) {
      const now = performance.now()
      if (now - last < (terminal ? terminalInterval_ms : logInterval_ms)) return
      last = now
      if (terminal) {
        stream.write(`\r\x1b[2K${line.slice(0, Math.max(20, (stream.columns || 80) - 1))}`)
        shown = true
      } else stream.write(`${line}\n`)
    },
    notice(line) {
      clear()
      stream.write(`${line}\n`)
    },
  }
}
