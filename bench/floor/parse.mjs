// Reads every file and parses it with the parser that the audit uses for classic scripts.
import { readFileSync } from 'node:fs'
import { parseScript } from 'meriyah'
import { onTwoThreads } from './shared.mjs'

await onTwoThreads(import.meta.url, (path) => {
  parseScript(readFileSync(path, 'utf8'), { ranges: true, webcompat: true })
})
