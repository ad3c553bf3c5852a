import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Worker as WorkerThread } from 'node:worker_threads'
import type { Answers, Reply, Task } from './protocol.js'

/** The second thread, as the main one sees it. */
export interface Helper {
  /** Rejects when the thread failed: the caller then does the work itself. */
  ask<T extends Task>(task: T): Promise<Answers[T['is']]>
  /** Does not wait for it: the thread holds nothing that anybody needs. */
  close(): void
}

/** The built worker stands beside the built program; there is none when the program runs from its source. */
const WORKER = new URL('./worker.js', import.meta.url)

/** Starts the second thread; `undefined` where it cannot help: one core, or no built worker. */
export function startHelper(): Helper | undefined {
  if (availableParallelism() < 2 || !existsSync(WORKER)) return undefined
  // Not imported: most runs need one thread, and loading the module takes time.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const worker: WorkerThread = new Worker(WORKER)
  const waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>()
  let broken: Error | undefined
  let nextId = 0
  const fail = (error: Error) => {
    broken ??= error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    worker.unref()
  }
  worker.on('message', (reply: Reply) => {
    const question = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (waiting.size === 0) worker.unref()
    if ('failure' in reply) question?.reject(new Error(reply.failure))
    else question?.resolve(reply.answer as never)
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the second thread ended')))
  worker.unref()
  return {
    ask(task) {
      if (broken) return Promise.reject(broken)
      const id = nextId++
      worker.ref()
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, task })
      })
    },
    close() {
      void worker.terminate()
    },
  }
}
