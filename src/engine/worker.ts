import { parentPort } from 'node:worker_threads'
import { createRangeReader, type Reading } from '../files/scan.js'
import { claim, claimed, type Reply, type Task } from './protocol.js'
import type { SafelyLoaded } from './robust.js'

/** The second thread: reads its share of the files, and parses and checks its share of the hits. */
const NOTHING: SafelyLoaded = { models: [], facts: {}, errors: [] }
let loaded = NOTHING

/** Rules and engine are loaded when there is something to check: reading begins sooner without them. */
const engine = async (ids: readonly string[]) => {
  const [{ checkSafely, collectSafely }, { rules }, { addLooks }] = await Promise.all([
    import('./robust.js'),
    import('../rules/index.js'),
    import('../findings/render.js'),
  ])
  return {
    checkSafely,
    collectSafely,
    addLooks,
    rules: ids.flatMap((id) => rules.find((rule) => rule.id === id) ?? []),
  }
}

async function perform(task: Task): Promise<unknown> {
  switch (task.is) {
    case 'read':
      return readShare(task.paths.split('\0'), task.needles, new Int32Array(task.counter))
    case 'collect': {
      const { collectSafely, rules } = await engine(task.rules)
      const inputs = task.inputs.map(({ path, bytes }) => ({ path, bytes: asBuffer(bytes) }))
      const share = claimed(inputs, new Int32Array(task.counter))
      loaded = await collectSafely(share, { rules, again: task.again })
      return loaded.facts
    }
    case 'check': {
      const { checkSafely, addLooks, rules } = await engine(task.rules)
      const mine = { ...loaded, facts: task.facts }
      loaded = NOTHING
      const { sources, ...plain } = checkSafely(mine, { rules, listed: task.listed })
      if (!task.again) addLooks(plain.findings, sources)
      return plain
    }
  }
}

function readShare(paths: readonly string[], needles: readonly string[], counter: Int32Array): Reading {
  const { reading, readRange } = createRangeReader(paths, needles)
  for (let range = claim(counter, paths.length); range; range = claim(counter, paths.length))
    readRange(...range)
  return reading
}

/** A Buffer crosses threads as a plain Uint8Array. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const port = parentPort
port?.on('message', async ({ id, task }: { id: number; task: Task }) => {
  let reply: Reply
  try {
    reply = { id, answer: await perform(task) }
  } catch (error) {
    reply = { id, failure: (error as Error).stack ?? String(error) }
  }
  port.postMessage(reply)
})
