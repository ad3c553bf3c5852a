import { type MessagePort, workerData } from 'node:worker_threads'
import { createSource } from '../files/source.js'
import { isFaithful, openProject, type Project, placeOf } from '../project.js'
import { catalog } from '../rules/about/index.js'
import { editorFindings } from './editor-findings.js'
import type { Answer, EditorFinding, Question } from './protocol.js'

/** The engine is asynchronous and ESLint's rules are not: it runs in this thread, and ESLint waits. */
const { port, signal } = workerData as { port: MessagePort; signal: Int32Array }

interface Opened {
  project: Promise<Project>
  /** When it is to be examined again, in milliseconds of `performance.now()`. */
  until: number
}

/** In an editor other files change meanwhile. */
const FRESH = 30_000
/** A large project is examined again less often: at most this part of the time goes there. */
const SHARE = 1 / 20

const opened = new Map<string, Opened>()

function projectAt(root: string): Promise<Project> {
  const known = opened.get(root)
  if (known && performance.now() < known.until) return known.project
  const start = performance.now()
  const project = openProject(root, { rules: catalog, kinds: ['safe'] })
  const entry: Opened = { project, until: Number.POSITIVE_INFINITY }
  const done = () => {
    const now = performance.now()
    entry.until = now + Math.max(FRESH, (now - start) / SHARE)
  }
  project.then(done, () => opened.delete(root))
  opened.set(root, entry)
  return project
}

async function answer({ file, cwd, text, hasBom }: Question): Promise<EditorFinding[]> {
  const bytes = Buffer.from(hasBom ? `\ufeff${text}` : text, 'utf8')
  if (createSource(file, bytes).encoding !== 'utf-8') return []
  const { root, path } = placeOf(file, cwd)
  const found = await (await projectAt(root)).ask(path, bytes)
  return found ? editorFindings(found, isFaithful(file, text, bytes)) : []
}

port.on('message', async (question: Question) => {
  let reply: Answer
  try {
    reply = { id: question.id, findings: await answer(question) }
  } catch (error) {
    reply = { id: question.id, failure: (error as Error).stack ?? String(error) }
  }
  port.postMessage(reply)
  Atomics.store(signal, 0, question.id)
  Atomics.notify(signal, 0)
})
