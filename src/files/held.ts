import { PACKAGE_FILES } from './packages.js'

/** Files by position in the list of paths, in a few large pieces: fresh memory costs more than copying does. */
export interface Held {
  pieces: Uint8Array[]
  /** Index of the path, number of the piece, start and length, for one file after the other. */
  places: number[]
}

export interface Holder {
  readonly held: Held
  /** Takes a copy of the first `length` bytes of `buffer` if the file at `index` may be asked for again. */
  hold(index: number, path: string, buffer: Buffer, length: number): void
}

/** Beyond this a clean tree would pay for what only trees with findings need. */
const MAX_FILES = 4000
const MAX_BYTES = 20_000_000
const PIECE = 1_000_000

/** Files that can say something about what another file uses: code, pages, and how modules are found. */
const ENDINGS = new Set([
  ...['js', 'cjs', 'mjs', 'jsx', 'es6', 'ts', 'cts', 'mts', 'tsx', 'gs', 'userscript'],
  ...['vue', 'svelte', 'astro', 'html', 'htm', 'php', 'phtml', 'twig', 'ejs', 'hbs'],
  ...['py', 'pyi', 'rb', 'rake', 'go', 'cs', 'java', 'kt', 'kts', 'rs', 'tf', 'tfvars', 'hcl'],
  ...['sh', 'bash', 'zsh', 'ksh', 'sql', 'prisma'],
])
/** How modules are found, and what a project depends on. */
const NAMES = new RegExp([/^[tj]sconfig\.json$/, ...PACKAGE_FILES].map(({ source }) => source).join('|'), 'i')

/**
 * Holds the project's code while it is read, so that what a finding asks for later (who declares a name, who imports a
 * constant) is known without reading a file again. Very large lists, and what is beyond the limit, are not held.
 * @param count files of the list
 */
export function createHolder(count: number): Holder {
  const held: Held = { pieces: [], places: [] }
  let total = 0
  let used = PIECE
  return {
    held,
    hold(index, path, buffer, length) {
      if (count > MAX_FILES || total + length > MAX_BYTES || !(isCode(path) || isProgram(buffer))) return
      if (used + length > PIECE || held.pieces.length === 0) {
        held.pieces.push(Buffer.allocUnsafeSlow(Math.max(length, PIECE)))
        used = 0
      }
      const piece = held.pieces[held.pieces.length - 1] as Uint8Array
      buffer.copy(piece, used, 0, length)
      held.places.push(index, held.pieces.length - 1, used, length)
      used += length
      total += length
    },
  }
}

/**
 * Contents by report path.
 * @param parts of every thread
 * @param pathAt report path of the file at a position of the list
 */
export function heldContents(
  parts: readonly { held?: Held }[],
  pathAt: (index: number) => string,
): Map<string, Buffer> {
  const contents = new Map<string, Buffer>()
  for (const { pieces, places } of parts.flatMap(({ held }) => held ?? [])) {
    for (let i = 0; i < places.length; i += 4) {
      const [index, number, start, length] = places.slice(i, i + 4) as [number, number, number, number]
      const { buffer, byteOffset } = pieces[number] as Uint8Array
      contents.set(pathAt(index), Buffer.from(buffer, byteOffset + start, length))
    }
  }
  return contents
}

/** `#!` in front tells a program whose name has no ending. */
function isProgram(buffer: Buffer): boolean {
  return buffer[0] === 0x23 && buffer[1] === 0x21
}

function isCode(path: string): boolean {
  if (ENDINGS.has(path.slice(path.lastIndexOf('.') + 1).toLowerCase())) return true
  return NAMES.test(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1))
}
