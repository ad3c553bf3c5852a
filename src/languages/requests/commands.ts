import type { ClientId } from '../../brand/clients/table.js'

/** A word of a command as it is written, quotes and all; UTF-16 indices. */
export interface Word {
  start: number
  end: number
  written: string
}

/** A command that sends something, read from its words. */
export interface Command {
  client: ClientId
  verb?: string
  /** The word that the address is. */
  url: Word
  /** Options by their long names; the value, `''` where there is none. */
  settings: Record<string, string>
  body: 'plain' | 'form-data' | 'stream'
}

/** Where a word ends: a blank or sign of the shell outside of quotes; a line that goes on is a blank. */
const PIECE =
  /\\(?:\r?\n|[\s\S])|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\$\{[^}]*\}|[^\s\\|;&<>()]|<[\w-]+>/y

/** Words of the command that begins at an index, up to what ends it or `end`. */
export function wordsAt(text: string, start: number, end: number): Word[] {
  const words: Word[] = []
  for (let at = start; at < end; ) {
    const blank = /(?:[ \t]|\\\r?\n)+/y
    blank.lastIndex = at
    if (blank.test(text)) {
      at = blank.lastIndex
      continue
    }
    const from = at
    for (;;) {
      PIECE.lastIndex = at
      const piece = PIECE.exec(text)?.[0]
      if (piece === undefined || /^\\\r?\n/.test(piece) || at + piece.length > end) break
      at += piece.length
    }
    if (at === from) break
    words.push({ start: from, end: at, written: text.slice(from, at) })
  }
  return words
}

/** Short options with the long name that they have, `=` where they are given something. */
const CURL_SHORT: Readonly<Record<string, string>> = {
  L: '--location',
  X: '--request=',
  H: '--header=',
  d: '--data=',
  F: '--form=',
  T: '--upload-file=',
  G: '--get',
  I: '--head',
  u: '--user=',
  b: '--cookie=',
  c: '--cookie-jar=',
  e: '--referer=',
  A: '--user-agent=',
  o: '--output=',
  x: '--proxy=',
  m: '--max-time=',
  w: '--write-out=',
  K: '--config=',
  E: '--cert=',
  D: '--dump-header=',
  r: '--range=',
  C: '--continue-at=',
}
const WGET_SHORT: Readonly<Record<string, string>> = {
  O: '--output-document=',
  o: '--output-file=',
  U: '--user-agent=',
  t: '--tries=',
  T: '--timeout=',
  P: '--directory-prefix=',
}
const GIVEN =
  /^--(?:request|header|data|data-raw|data-binary|data-urlencode|data-ascii|json|form|form-string|upload-file|user|cookie|cookie-jar|referer|user-agent|output|proxy|max-time|connect-timeout|write-out|config|cert|key|cacert|capath|dump-header|range|continue-at|url|oauth2-bearer|retry|retry-delay|retry-max-time|max-redirs|resolve|connect-to|limit-rate|interface|method|body-data|body-file|post-data|post-file|output-document|output-file|tries|timeout|max-redirect|http-user|http-password|load-cookies|save-cookies)$/

/** What the words after `curl` or `wget` say; `undefined` without an address. */
export function commandOf(tool: 'curl' | 'wget', words: readonly Word[]): Command | undefined {
  const { settings, places } = optionsIn(words, tool === 'curl' ? CURL_SHORT : WGET_SHORT, tool)
  const url = places.find(({ written }) => isAddress(written)) ?? places.at(-1)
  if (!url) return undefined
  const verb = verbIn(tool, settings)
  return {
    client: tool === 'curl' ? 'curl-cli' : 'wget',
    ...(verb !== undefined && { verb }),
    url,
    settings,
    body: '--form' in settings ? 'form-data' : '--upload-file' in settings ? 'stream' : 'plain',
  }
}

const isAddress = (written: string): boolean => /:\/\/|^["']?(?:\$|\{|<)|\/|\w\.\w/.test(written)

function optionsIn(
  words: readonly Word[],
  short: Readonly<Record<string, string>>,
  tool: string,
): { settings: Record<string, string>; places: Word[] } {
  const settings: Record<string, string> = {}
  const places: Word[] = []
  let waiting: string | undefined
  const take = (name: string, word: Word, value: string): void => {
    if (name === '--url') places.unshift({ ...word, start: word.end - value.length, written: value })
    else settings[name] = unquoted(value)
  }
  for (const word of words) {
    const { written } = word
    if (waiting !== undefined) {
      take(waiting, word, written)
      waiting = undefined
    } else if (written.startsWith('--') && written.length > 2) {
      const [, name = written, value] = /^(--[\w-]+)(?:=([\s\S]*))?$/.exec(written) ?? []
      if (value !== undefined) take(name, word, value)
      else if (GIVEN.test(name)) waiting = name
      else settings[name] = ''
    } else if (/^-\w/.test(written)) waiting = cluster(written.slice(1), short, settings)
    else places.push(word)
  }
  if (tool === 'curl' && '--location-trusted' in settings) settings['--location'] = ''
  return { settings, places }
}

/** `-sSLX`: letters side by side; the last one may be given the rest, or the next word. */
function cluster(
  letters: string,
  short: Readonly<Record<string, string>>,
  settings: Record<string, string>,
): string | undefined {
  for (let i = 0; i < letters.length; i++) {
    const long = short[letters[i] as string]
    if (long?.endsWith('=')) {
      const name = long.slice(0, -1)
      const rest = letters.slice(i + 1)
      if (rest === '') return name
      settings[name] = unquoted(rest)
      return undefined
    }
    if (long) settings[long] = ''
  }
  return undefined
}

const unquoted = (written: string): string => written.replace(/^(["'])([\s\S]*)\1$/, '$2')

const DATA = /^--(?:data|data-raw|data-binary|data-urlencode|data-ascii|json|form|form-string)$/

function verbIn(tool: 'curl' | 'wget', settings: Readonly<Record<string, string>>): string | undefined {
  const named = settings[tool === 'curl' ? '--request' : '--method']
  if (named !== undefined) return /^[a-z]+$/i.test(named) ? named.toUpperCase() : undefined
  if ('--head' in settings) return 'HEAD'
  if ('--get' in settings) return 'GET'
  if ('--upload-file' in settings) return 'PUT'
  const isPost = Object.keys(settings).some((name) => DATA.test(name) || /^--post-(?:data|file)$/.test(name))
  return isPost ? 'POST' : 'GET'
}
