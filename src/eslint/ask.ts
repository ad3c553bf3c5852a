import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Answer, EditorFinding, Question } from './protocol.js'

/** Stands beside the built plugin. */
const WORKER = new URL('./eslint-worker.js', import.meta.url)

/** Longer than the first look at any project takes; a thread that died never answers. */
const TIMEOUT = 300_000

type Asked = Omit<Question, 'id'>

let asking: ((question: Asked) => Answer) | undefined

/** Asks the engine's thread, and waits. It is started by the first question: most files have none. */
export function ask(question: Asked): EditorFinding[] {
  asking ??= start()
  const answer = asking(question)
  if ('failure' in answer) throw new Error(`kommo-migrate failed on ${question.file}: ${answer.failure}`)
  return answer.findings
}

function start(): (question: Asked) => Answer {
  const { port1: ours, port2: theirs } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(WORKER, {
    workerData: { port: theirs, signal },
    transferList: [theirs],
    execArgv: [],
  })
  worker.unref()
  let id = 0
  return (question) => {
    ours.postMessage({ ...question, id: ++id })
    const end = performance.now() + TIMEOUT
    // A late notification of the answer before may wake this one: only its own number ends the wait.
    for (let seen = Atomics.load(signal, 0); seen !== id; seen = Atomics.load(signal, 0)) {
      if (performance.now() >= end) break
      Atomics.wait(signal, 0, seen, end - performance.now())
    }
    for (;;) {
      const received = receiveMessageOnPort(ours) as { message: Answer } | undefined
      if (!received) return { id, failure: 'its thread does not answer' }
      if (received.message.id === id) return received.message
    }
  }
}
