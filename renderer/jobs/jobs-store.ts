// Long work: what runs, how far it is, what it said. Kept by the engine; this is the window's view of it.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { isOver, resumableKinds, type Job, type JobKind } from '../../electron/contract/jobs.ts'
import { useEngine } from '../engine/index.ts'
// Not through the door, which opens on components: stores are tested without a browser.
import { useNotices } from '../ui/notices-store.ts'

type Listener = (job: Job) => void | Promise<void>

export const useJobs = defineStore('jobs', () => {
  const engine = useEngine()
  const said = useNotices()
  const jobs = ref<Job[]>([])
  const notices = ref<Record<number, string[]>>({})
  const running = computed(() => jobs.value.filter(({ state }) => state === 'running'))
  const open = computed(() => jobs.value.filter(({ state }) => !isOver(state)))
  const listeners = new Set<Listener>()

  function take(job: Job): void {
    const at = jobs.value.findIndex(({ id }) => id === job.id)
    if (at < 0) jobs.value.push(job)
    else jobs.value[at] = { ...job, progress: job.progress ?? jobs.value[at].progress }
    tell(job)
  }

  function tell(job: Job): void {
    for (const listener of listeners) (async () => listener(job))().catch(said.sayError)
  }

  function follow(): void {
    engine.on('job', take)
    engine.on('progress', ({ jobId, ...progress }) => {
      const job = jobs.value.find(({ id }) => id === jobId)
      if (job) job.progress = progress
    })
    engine.on('notice', ({ jobId, message }) => { notices.value[jobId] = [...(notices.value[jobId] ?? []), message] })
    engine.eachConnection(async () => {
      const before = new Map(jobs.value.map(({ id, state }) => [id, state]))
      jobs.value = await engine.call('jobs', {})
      // What went on while there was no connection.
      for (const job of jobs.value) if (before.has(job.id) && before.get(job.id) !== job.state) tell(job)
    })
  }

  /** Queues work. @throws StructLocError where its arguments are wrong */
  async function start(kind: JobKind, args: unknown): Promise<Job> {
    const job = await engine.call('start', { kind, args })
    // Its events may have come before this answer.
    if (!jobs.value.some(({ id }) => id === job.id)) take(job)
    return job
  }

  /** @param pause of a training: keeps its checkpoint and makes no model yet */
  const cancel = (job: number, pause = false): Promise<void> => engine.call('cancel', { job, pause })
  const resume = async (job: number): Promise<void> => { await engine.call('resume', { job }) }
  /** Those that the end of a program cut off, in the order in which they stood. */
  const interrupted = computed(() => jobs.value.filter(({ state, kind }) => state === 'interrupted' && resumableKinds.includes(kind)))
  /** @throws StructLocError of the first that cannot go on */
  async function resumeAll(): Promise<void> {
    for (const { id } of interrupted.value) await resume(id)
  }

  /** Hears of every change of a job's state; what goes wrong in it is said. */
  function onState(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { jobs, notices, running, open, interrupted, follow, start, cancel, resume, resumeAll, onState }
})
