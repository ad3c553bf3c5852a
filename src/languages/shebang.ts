/** The first line of a program, with the interpreter that runs it: `#!/usr/bin/env -S node --no-warnings`. */
const LINE = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-\S+[ \t]+)*(?:\S*\/)?)?([a-z]+)[\d.]*(?=\s|$)/

const LANGUAGES = {
  sh: 'shell',
  ash: 'shell',
  bash: 'shell',
  dash: 'shell',
  ksh: 'shell',
  zsh: 'shell',
  php: 'php',
  python: 'python',
  ruby: 'ruby',
  node: 'script',
  nodejs: 'script',
} as const

type Told = (typeof LANGUAGES)[keyof typeof LANGUAGES]

/** Whether the name of a file leaves open what it is: `bin/deploy`, `hook.cgi`. `name` is in lower case. */
export function isUntold(name: string): boolean {
  return name.lastIndexOf('.') <= 0 || /\.(?:f?cgi|command)$/.test(name)
}

/** What a program is written in by its first line; `undefined` for any other text. */
export function toldBy(text: string): Told | undefined {
  const name = LINE.exec(text)?.[1] ?? ''
  if (Object.hasOwn(LANGUAGES, name)) return LANGUAGES[name as keyof typeof LANGUAGES]
  return /^<\?php\s/.test(text) ? 'php' : undefined
}
