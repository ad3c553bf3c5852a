import { describe, expect, it } from 'vitest'
import { languageOf } from '../../scripts/corpus/language.js'

describe('the language of a file', () => {
  it.each([
    ['src/Client.php', 'PHP'],
    ['views/auth.blade.php', 'markup'],
    ['sig/companies.rbs', 'Ruby'],
    ['internal/app.go', 'Go'],
    ['go.mod', 'manifests, locks'],
    ['web/package.json', 'manifests, locks'],
    ['composer.lock', 'manifests, locks'],
    ['pnpm-lock.yaml', 'manifests, locks'],
    ['.env.example', 'settings'],
    ['deploy/Dockerfile', 'settings'],
    ['block.json', 'JSON'],
    ['README', 'other'],
  ])('%s is %s', (path, name) => expect(languageOf(path)).toBe(name))
})
