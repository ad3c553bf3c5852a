// Reads every file and searches its bytes for one needle.
import { closeSync, openSync, readSync } from 'node:fs'
import { onTwoThreads } from './shared.mjs'

const buffer = Buffer.allocUnsafe(1 << 24)

await onTwoThreads(import.meta.url, (path) => {
  const file = openSync(path)
  const length = readSync(file, buffer, 0, buffer.length, 0)
  closeSync(file)
  buffer.subarray(0, length).includes('amocrm')
})
