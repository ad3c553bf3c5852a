import path = require('node:path')
import threads = require('node:worker_threads')

declare namespace shared {
  interface FileInfo {
    /** Absolute, or relative to the working folder. */
    path: string
    source: string
  }

  /** What a transform uses of a codemod runner. */
  interface Api {
    report?: ((message: string) => void) | undefined
    stats?: ((name: string, quantity?: number) => void) | undefined
  }

  interface Options {
    /** `true`: also makes fixes of class `review`. */
    unsafe?: unknown
    [option: string]: unknown
  }

  /** A transform as jscodeshift and other codemod runners call it; resolves to `undefined` when nothing changes. */
  interface Transform {
    (file: FileInfo, api?: Api, options?: Options): Promise<string | undefined>
    default: Transform
  }
}

interface Transformed {
  source?: string
  reports: string[]
  stats: Record<string, number>
}

type Reply = { id: number; done: Transformed } | { id: number; failure: string }

interface Waiting {
  resolve(done: Transformed): void
  reject(error: Error): void
}

let engine: ((task: object) => Promise<Transformed>) | undefined

/** The engine's thread; it lets the process end when nothing waits for it. */
function start(): (task: object) => Promise<Transformed> {
  const worker = new threads.Worker(path.join(__dirname, '..', 'transform-worker.js'), { execArgv: [] })
  const waiting = new Map<number, Waiting>()
  let last = 0
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    engine = undefined
  }
  worker.on('message', (reply: Reply) => {
    const one = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (waiting.size === 0) worker.unref()
    if ('failure' in reply) one?.reject(new Error(reply.failure))
    else one?.resolve(reply.done)
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the thread of kommo-migrate ended')))
  worker.unref()
  return (task) =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      worker.ref()
      worker.postMessage({ id, task })
    })
}

const shared = {
  /** The transform that makes the fixes of these rules. */
  transformOf(rules: readonly string[]): shared.Transform {
    const transform = async (
      { path, source }: shared.FileInfo,
      api: shared.Api = {},
      { unsafe }: shared.Options = {},
    ): Promise<string | undefined> => {
      engine ??= start()
      const file = { path, source }
      const isUnsafe = unsafe === true || unsafe === 'true'
      const done = await engine({ file, rules, unsafe: isUnsafe, cwd: process.cwd() })
      for (const line of done.reports) api.report?.(line)
      for (const [name, quantity] of Object.entries(done.stats)) api.stats?.(name, quantity)
      return done.source
    }
    return Object.assign(transform, { default: transform }) as shared.Transform
  },
}

export = shared
