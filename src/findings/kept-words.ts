import type { KeptReason } from './finding.js'

/** Why a mention stays, in one sentence for people: reports and the documentation show the same words. */
export const KEPT_WORDS: Record<KeptReason, string> = {
  email: 'An e-mail address: mail goes on working, and renaming it could lose some.',
  'other-brand': 'Another company or country (amocrm.ru and the like): not part of the rebranding.',
  'look-alike': "A longer name that only contains the letters: somebody else's domain or word.",
  identifier: 'A name that your own code gave to something.',
  'local-binding': 'A parameter, local, import, type or property of that name: not the global constant.',
  'php-constant': 'A constant or array of your own PHP code, not the one of the widget.',
  'package-name': 'The name of a package, repository or namespace.',
  'env-name': 'The name of an environment variable or setting.',
  'own-route': 'A path or file of your own.',
  'user-agent': 'A user agent: servers may know the program by it.',
  'brand-text': "The product's name in words for people.",
  'own-contact': 'A contact of your own.',
  'already-migrated': 'Code that already asks for the new name, with the old one as its fallback.',
  'complete-matcher': 'A list or test that lets kommo.com in already.',
  shim: 'Code that turns one host into the other: it is the migration.',
  'problem-type-uri': 'The type of an API error: it is compared as a text, and never called.',
  'other-service': 'An address of another service that has the name in it.',
  'own-file': 'A migration or script that this tool wrote.',
  'lock-file': 'A lock file: its tool writes it again.',
  generated: 'A generated file: build it again from fixed sources.',
  recorded: 'Recorded data: record it again after the migration.',
  suppressed: 'Turned down by a comment in the code.',
  unclassified: 'No rule and no reason covers it: please report it as a defect.',
}
