import { pick, WORDS } from './random.mjs'

/** Lines that look like code and hold no old name, about `size` bytes of them. */
export function prose(next, size) {
  const lines = []
  for (let length = 0; length < size; ) {
    const line = `${'  '.repeat(Math.floor(next() * 4))}${pick(next, WORDS)}.${pick(next, WORDS)}(${pick(next, WORDS)}, '${pick(next, WORDS)} ${pick(next, WORDS)}') // ${pick(next, WORDS)} ${pick(next, WORDS)}`
    lines.push(line)
    length += line.length + 1
  }
  return `${lines.join('\n')}\n`
}
