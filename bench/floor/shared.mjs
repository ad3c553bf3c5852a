// What Node itself costs: two threads take files of `git ls-files` in turn and do one thing with each. No audit can take
// less time as long as it runs on Node, so the distance to these is what is ours.
import { execFileSync } from 'node:child_process'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

const BATCH = 64

/** Runs `visit(path)` for every file of the repository here, in this thread and one more. */
export async function onTwoThreads(script, visit) {
  if (!isMainThread) {
    parentPort.once('message', ({ paths, counter }) => {
      share(paths, counter, visit)
      parentPort.postMessage('done')
    })
    return
  }
  const worker = new Worker(new URL(script))
  const paths = execFileSync('git', ['ls-files', '-z'], { maxBuffer: Number.POSITIVE_INFINITY })
    .toString()
    .split('\0')
    .filter(Boolean)
  const counter = new SharedArrayBuffer(4)
  const done = new Promise((resolve) => worker.once('message', resolve))
  worker.postMessage({ paths, counter })
  share(paths, counter, visit)
  await done
  await worker.terminate()
}

function share(paths, counter, visit) {
  const taken = new Int32Array(counter)
  for (let from = Atomics.add(taken, 0, BATCH); from < paths.length; from = Atomics.add(taken, 0, BATCH))
    for (const path of paths.slice(from, from + BATCH)) visit(path)
}
