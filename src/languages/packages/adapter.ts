import { namesClient } from '../../brand/clients/packages.js'
import { namesSdk } from '../../brand/sdks/index.js'
import type { Source } from '../../files/source.js'
import type { Adapter, FileModel } from '../language.js'
import { readClients, readLock } from './locks.js'
import { packagesOf, sitesOf } from './manifests.js'

/** Lock files: what they pin. Package managers write them, so everything else in them stays. */
export const adapter: Adapter = { family: 'text', model }

function model(source: Source): FileModel {
  const found = namesSdk(source.text)
    ? readLock(source.path, source.text)
    : namesClient(source.text)
      ? readClients(source.path, source.text)
      : []
  return {
    source,
    language: 'lock',
    family: 'text',
    syntax: 'text',
    problems: [],
    texts: [],
    globals: [],
    packages: sitesOf(source, found, true),
    keeps: 'lock-file',
    freeNames: new Map(),
    parses: 0,
    nature: 'configuration',
  }
}

/** An adapter that says what a manifest asks for, too. */
export function withPackages(adapter: Adapter): Adapter {
  return {
    ...adapter,
    model: (source) => ({ ...adapter.model(source), packages: packagesOf(source) }),
  }
}
