import { spawnSync } from 'node:child_process'
import { extname } from 'node:path'
import { parseSync } from 'oxc-parser'

/**
 * How well a file parses, by parsers called here directly and not through the tool: comparable before and after
 * an edit. `undefined` where no parser is at hand.
 */
export function syntaxState(path: string, bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const extension = extname(path).toLowerCase()
  if (/^\.(jsx?|mjs|cjs|tsx?|mts|cts)$/.test(extension)) {
    return `${scriptErrors(text, extension.slice(1))} ${nodeCheck(text, extension)}`
  }
  if (extension === '.json' || extension === '.webmanifest') return jsonState(text)
  if (/^\.(vue|html?|twig|hbs|ejs|php|svelte)$/.test(extension)) {
    return [...text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)]
      .map((match) => scriptErrors(match[2] ?? '', /lang=["']?ts/i.test(match[1] ?? '') ? 'ts' : 'js'))
      .join(' ')
  }
  return undefined
}

function scriptErrors(text: string, extension: string): number {
  const lang = /^[mc]?ts$/.test(extension) ? 'ts' : extension === 'tsx' ? 'tsx' : 'jsx'
  const result = parseSync(`file.${lang}`, text, { lang, sourceType: 'unambiguous' })
  return result.errors.length
}

/** Node's own syntax check of a plain script; it parses without running. */
function nodeCheck(text: string, extension: string): string {
  if (extension !== '.js' && extension !== '.cjs') return ''
  const result = spawnSync(process.execPath, ['--check', '-'], { input: text })
  return result.status === 0 ? 'node accepts' : 'node refuses'
}

function jsonState(text: string): string {
  try {
    JSON.parse(text)
    return 'json'
  } catch {
    return 'no json'
  }
}
