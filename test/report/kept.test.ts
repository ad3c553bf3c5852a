import { expect, test } from 'vitest'
import { audit } from '../../src/index.js'
import { keptList } from '../../src/report/kept.js'
import { styleOf } from '../../src/report/style.js'

test('kept mentions are listed by reason, which is explained, and by file, with the first places', async () => {
  const files = [
    { path: 'notes.md', contents: 'amocrm.ru\n'.repeat(5) },
    { path: 'mail.md', contents: 'dev@team.amocrm.com and amocrm.ru\n' },
  ]
  const report = await audit({ files, kept: true })
  const text = keptList(report, styleOf({ color: false, unicode: true, width: 100 }))
  expect(text.split('\n')).toEqual([
    'Kept as they are',
    '  email (1)',
    '    An e-mail address: mail goes on working, and renaming it could lose some.',
    '    mail.md:1:10  amocrm.com',
    '  other-brand (6)',
    '    Another company or country (amocrm.ru and the like): not part of the rebranding.',
    '    mail.md:1:25  amocrm.ru',
    '    notes.md:1:1, 2:1, 3:1 and 2 more  amocrm.ru',
  ])
  expect(keptList({ ...report, kept: [] }, styleOf({ color: false, unicode: true, width: 100 }))).toBe('')
})
