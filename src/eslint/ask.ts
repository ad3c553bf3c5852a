import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Answer, EditorFinding, Question } from './protocol.js'

/** Stands beside the built plugin. */
const WORKER = new URL('./eslint-worker.js', import.meta.url)

/** Longer than the first look at any project takes; a thread that died never answers. */
const TIMEOUT = 300_000

let asking: ((question: Question) => Answer) | undefined

/** Asks the engine's thread, and waits. It is started by the first question: most files have none. */
export function ask(question: Question): EditorFinding[] {
  asking ??= start()
  const answer = asking(question)
  if ('failure' in answer) throw new Error(`kommo-migrate failed on ${question.file}: ${answer.failure}`)
  return answer.findings
}

function start(): (question: Question) => Answer {
  const { port1: ours, port2: theirs } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(WORKER, {
    workerData: { port: theirs, signal },
    transferList: [theirs],
    execArgv: [],
  })
  worker.unref()
  return (question) => {
    Atomics.store(signal, 0, 0)
    ours.postMessage(question)
    Atomics.wait(signal, 0, 0, TIMEOUT)
    const received = receiveMessageOnPort(ours) as { message: Answer } | undefined
    return received?.message ?? { failure: 'its thread does not answer' }
  }
}
