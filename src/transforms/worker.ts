import { parentPort } from 'node:worker_threads'
import { type Task, transformFile } from './transform-file.js'

/** jscodeshift compiles whatever its own thread requires: the engine runs here, as it was built. */
const port = parentPort
port?.on('message', async ({ id, task }: { id: number; task: Task }) => {
  try {
    port.postMessage({ id, done: await transformFile(task) })
  } catch (error) {
    port.postMessage({ id, failure: (error as Error).stack ?? String(error) })
  }
})
