import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isNew, isOld } from './names.js'

/** Exists under every /proc, and no program looks into it: what is mounted there goes with the namespace. */
export const PRIVATE_FOLDER = '/proc/driver'

/** Commands of administrators are not on every user's path. */
const TOOLS = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin` }

/** @throws Error with what the tool said */
function tool(name: string, ...args: string[]): void {
  execFileSync(name, args, { env: TOOLS, stdio: ['ignore', 'ignore', 'pipe'] })
}

/** A folder in memory that no other process sees. */
export function makePrivateFolder(): void {
  tool('mount', '-t', 'tmpfs', '-o', 'mode=755,size=16m', 'rehearsal', PRIVATE_FOLDER)
}

/** Without it, not even 127.0.0.1 can be reached. */
export function startLoopback(): void {
  try {
    tool('ip', 'link', 'set', 'lo', 'up')
  } catch {
    tool('ifconfig', 'lo', 'up')
  }
}

/** Puts a file of the private folder in the place of another one, for the processes in here. */
export function cover(file: string, by: string): void {
  if (existsSync(file)) tool('mount', '--bind', by, file)
}

/** Makes names resolve through the loopback alone. Files that are not there mean the same by default. */
export function coverResolver(): void {
  const replace = (name: string, change: (text: string) => string): void => {
    const file = join('/etc', name)
    const own = join(PRIVATE_FOLDER, name)
    writeFileSync(own, change(existsSync(file) ? readFileSync(file, 'utf8') : ''))
    cover(file, own)
  }
  replace('resolv.conf', () => 'nameserver 127.0.0.1\n')
  replace('nsswitch.conf', hostsByFilesAndDns)
  replace('hosts', loopbackHosts)
}

/** Names of hosts come from files and DNS; users, groups and the rest as before. */
export function hostsByFilesAndDns(text: string): string {
  const others = text.split('\n').filter((line) => !/^\s*hosts\s*:/.test(line))
  return ['hosts: files dns', ...others].join('\n')
}

/** Names of this machine itself; all other addresses are out of reach, and both brands are stand-ins. */
export function loopbackHosts(text: string): string {
  const lines = text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    const own = names.filter((name) => !isOld(name.toLowerCase()) && !isNew(name.toLowerCase()))
    return /^(?:127\.|::1$)/.test(address) && own.length > 0 ? [`${address} ${own.join(' ')}`] : []
  })
  return ['127.0.0.1 localhost', ...lines, ''].join('\n')
}

/**
 * Hides sockets of services outside: through them a program would get out.
 * @throws Error for one that cannot be hidden
 */
export function hideSockets(sockets: readonly string[]): void {
  for (const socket of sockets) if (isSocket(socket)) tool('mount', '--bind', '/dev/null', socket)
}

function isSocket(path: string): boolean {
  try {
    return lstatSync(path).isSocket()
  } catch {
    return false
  }
}
