/** An instruction with everything that belongs to it; UTF-16 indices. */
export interface Instruction {
  /** In upper case. */
  name: string
  /** Its arguments, over all the lines that go on. */
  start: number
  end: number
  /** Files that are written out behind it: `COPY <<EOF /etc/app.conf`. */
  heredocs: { start: number; end: number }[]
}

export interface Dockerfile {
  instructions: Instruction[]
  comments: (readonly [number, number])[]
}

const KNOWN =
  /^(?:FROM|RUN|CMD|LABEL|MAINTAINER|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)$/i
/** Comments between their lines are the shell's. */
export const COMMANDS = /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK|SHELL)$/i
const COMMENT = /^[ \t]*#/
/** Another sign than the backslash makes lines go on. */
const ESCAPE = /^#[ \t]*escape[ \t]*=[ \t]*`/im

interface Line {
  start: number
  end: number
  next: number
  text: string
}

/** Reads the instructions of a Dockerfile; `undefined` as soon as a line is none. */
export function readDockerfile(text: string): Dockerfile | undefined {
  if (ESCAPE.test(text)) return undefined
  const file: Dockerfile = { instructions: [], comments: [] }
  const lines = linesOf(text)
  let at = 0
  while (at < lines.length) {
    const line = lines[at++] as Line
    if (line.text.trim() === '') continue
    if (COMMENT.test(line.text)) {
      file.comments.push([line.start + line.text.indexOf('#'), line.end])
      continue
    }
    const head = /^[ \t]*([A-Za-z]+)(?:[ \t]+|$)/.exec(line.text)
    const name = head?.[1] as string
    if (!head || !KNOWN.test(name)) return undefined
    let last = line
    while (/\\[ \t]*$/.test(last.text) || COMMENT.test(last.text) || last.text.trim() === '') {
      const next = lines[at]
      if (!next) break
      at++
      if (COMMENT.test(next.text) && !COMMANDS.test(name))
        file.comments.push([next.start + next.text.indexOf('#'), next.end])
      last = next
    }
    const start = line.start + head[0].length
    const instruction: Instruction = {
      name: name.toUpperCase(),
      start,
      end: Math.max(start, last.end),
      heredocs: [],
    }
    for (const [, word = ''] of text.slice(start, last.end).matchAll(/(?<!<)<<-?["']?([A-Za-z_]\w*)["']?/g)) {
      const from = at
      while (at < lines.length && (lines[at] as Line).text.trim() !== word) at++
      const closing = lines[at++]
      if (!closing) return undefined
      instruction.heredocs.push({ start: lines[from]?.start ?? closing.start, end: closing.start })
    }
    file.instructions.push(instruction)
  }
  return file
}

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  for (const match of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
    const written = match[1] as string
    if (match[0] === '') continue
    const start = match.index
    lines.push({ start, end: start + written.length, next: start + match[0].length, text: written })
  }
  return lines
}
