import { parentPort } from 'node:worker_threads'
import { createRangeReader, type Reading } from '../files/scan.js'
import type { Rule } from '../rules/define-rule.js'
import { rules } from '../rules/index.js'
import { claim, type Reply, type Task } from './protocol.js'
import { checkSafely, collectSafely, type SafelyLoaded } from './robust.js'

/** The second thread: reads its share of the files, and parses and checks its share of the hits. */
const NOTHING: SafelyLoaded = { models: [], facts: {}, errors: [] }
let loaded = NOTHING

async function perform(task: Task): Promise<unknown> {
  switch (task.is) {
    case 'read':
      return readShare(task.paths.split('\0'), task.needles, new Int32Array(task.counter))
    case 'collect':
      loaded = await collectSafely(
        task.inputs.map(({ path, bytes }) => ({ path, bytes: asBuffer(bytes) })),
        rulesOf(task.rules),
      )
      return loaded.facts
    case 'check': {
      const mine = { ...loaded, facts: task.facts }
      loaded = NOTHING
      const { sources: _, ...plain } = checkSafely(mine, { rules: rulesOf(task.rules), listed: task.listed })
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

function rulesOf(ids: readonly string[]): Rule[] {
  return ids.flatMap((id) => rules.find((rule) => rule.id === id) ?? [])
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
