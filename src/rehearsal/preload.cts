// Runs first in every Node that a rehearsal without namespaces starts, whatever its version: requires nothing but Node's
// own modules, by the names that old versions know.
// biome-ignore-all lint/style/useNodejsImportProtocol: Node 12 knows no other
import childProcess = require('child_process')
import module = require('module')
import net = require('net')
import threads = require('worker_threads')

interface Settings {
  /** Where the stand-ins listen. */
  plain: number
  secure: number
  /** Variables that a program's own children must have, too. */
  env: Record<string, string>
}

type Callable = (...args: never[]) => unknown

/** Leads all connections of this process to the stand-ins, or nowhere; those of its children by variables. */
function hook({ plain, secure, env: all }: Settings): void {
  // Node finds its own way: a proxy would change what its clients do.
  for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name]

  const connect = net.Socket.prototype.connect as (...args: unknown[]) => net.Socket
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
    const target = targetOf(args)
    if (target === undefined) return connect.apply(this, args)
    const { host, port, set } = target
    if (/(?:^|\.)(?:amocrm|kommo)\.com\.?$/i.test(host)) {
      set('127.0.0.1', port === 80 ? plain : secure)
      return connect.apply(this, args)
    }
    if (isLoopback(host)) return connect.apply(this, args)
    const error = new Error(`connect ECONNREFUSED ${host}:${port} (out of reach in a rehearsal)`)
    process.nextTick(() => this.destroy(Object.assign(error, { code: 'ECONNREFUSED', syscall: 'connect' })))
    return this
  } as typeof net.Socket.prototype.connect

  const children = childProcess.ChildProcess.prototype as unknown as { spawn: Callable }
  const spawn = children.spawn as unknown as (options: { envPairs?: string[] }) => unknown
  children.spawn = function (this: unknown, options: { envPairs?: string[] }) {
    const pairs = (options.envPairs ?? []).filter((pair) => !((pair.split('=')[0] as string) in all))
    options.envPairs = [...pairs, ...Object.entries(all).map(([name, value]) => `${name}=${value}`)]
    return spawn.call(this, options)
  } as unknown as Callable

  const functions = childProcess as unknown as Record<string, (...args: unknown[]) => unknown>
  for (const name of ['spawnSync', 'execFileSync', 'execSync']) {
    const original = functions[name] as (...args: unknown[]) => unknown
    functions[name] = (...args) => {
      const last = args[args.length - 1]
      const hasOptions = args.length > 1 && typeof last === 'object' && last !== null && !Array.isArray(last)
      const options = (hasOptions ? args.pop() : {}) as { env?: Record<string, string> }
      return original(...args, { ...options, env: { ...(options.env ?? process.env), ...all } })
    }
  }

  // A thread with an environment of its own reads its options there.
  const withAll = (options?: threads.WorkerOptions): threads.WorkerOptions | undefined =>
    typeof options?.env === 'object' && options.env !== null
      ? { ...options, env: { ...options.env, ...all } }
      : options
  const { Worker } = threads
  Object.assign(threads, {
    Worker: class extends Worker {
      constructor(file: string | URL, options?: threads.WorkerOptions) {
        super(file, withAll(options))
      }
    },
  })
  module.syncBuiltinESMExports()
}

interface Target {
  host: string
  port: number
  set(host: string, port: number): void
}

/** Where a call of `connect` leads, in each of its forms; `undefined` for a socket by path. */
function targetOf(args: unknown[]): Target | undefined {
  // Node's own functions hand over an array of options and callback.
  const holder = Array.isArray(args[0]) ? (args[0] as unknown[]) : args
  const [first, second] = holder
  if (typeof first === 'object' && first !== null) {
    const options = first as { host?: string; port?: number | string; path?: string }
    if (options.path !== undefined && options.port === undefined) return undefined
    const set = (host: string, port: number): void => {
      holder[0] = { ...options, host, port }
    }
    return { host: options.host ?? 'localhost', port: Number(options.port), set }
  }
  if (!/^\d+$/.test(String(first))) return undefined
  const hasHost = typeof second === 'string'
  const set = (host: string, port: number): void => void holder.splice(0, hasHost ? 2 : 1, port, host)
  return { host: hasHost ? second : 'localhost', port: Number(first), set }
}

function isLoopback(host: string): boolean {
  return /^(?:localhost\.?|127(?:\.\d+){3}|::1|::ffff:127(?:\.\d+){3}|0\.0\.0\.0|::)$/i.test(host)
}

export = { hook }
