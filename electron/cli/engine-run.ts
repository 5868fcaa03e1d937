// Runs a job in an engine of its own for a command, its progress on stderr.
import type { JobKind } from '../contract/jobs.ts'
import { createEngine, type EngineOptions, type JobTypes } from '../engine/engine.ts'
import type { CommandContext } from './command.ts'

/** The job's result. The engine is closed in any case. */
export async function runJob<K extends JobKind>(kind: K, args: JobTypes[K]['args'], context: CommandContext, options: EngineOptions = {}): Promise<JobTypes[K]['result']> {
  const engine = createEngine(options)
  engine.on({
    progress: ({ done, total, unit, rate_hz, secondsLeft, message }) => {
      context.progress(`${done} of ${total} ${unit}, ${rate_hz < 10 ? rate_hz.toFixed(1) : rate_hz.toFixed(0)}/s, ${duration(secondsLeft)} left: ${message}`)
    },
    notice: ({ message }) => context.notice(message),
  })
  try {
    return await engine.run(kind, args, context.signal)
  } finally {
    await engine.close()
  }
}

/** 65 → '1 min 5 s'. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown time'
  const s = Math.round(seconds)
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`
}
