import type { ClientCase, ClientInfo } from './types.js'

const has =
  (...names: readonly string[]): ClientCase['when'] =>
  ({ settings }) =>
    names.every((name) => name in settings)

const TRUSTED = '--location-trusted'
const FOLLOWS = '--location'

/** Options by their long names: the reader of commands spells them out. */
export const SHELL_CLIENTS = {
  'curl-cli': {
    label: 'curl',
    rows: { lang: 'cli', client: /^curl CLI$/ },
    cases: [
      {
        when: has(TRUSTED, '--oauth2-bearer'),
        options: /^--location-trusted --oauth2-bearer x$/,
        says: TRUSTED,
      },
      { when: has(TRUSTED, '--upload-file'), options: /^--location-trusted -T /, says: TRUSTED },
      { when: has(TRUSTED, '--form'), options: /^--location-trusted -F /, says: TRUSTED },
      { when: has(TRUSTED), options: /^--location-trusted$/, says: TRUSTED },
      { when: has(FOLLOWS, '--oauth2-bearer'), options: /^-L --oauth2-bearer x$/, says: '-L' },
      { when: has(FOLLOWS, '--post301'), options: /^-L --post301 /, says: '-L' },
      { when: has(FOLLOWS), options: /^-L$/, says: '-L' },
    ],
    net: { snippet: TRUSTED, isBlind: true },
  },
  wget: {
    label: 'wget',
    rows: { lang: 'cli', client: /^wget$/ },
    cases: [
      {
        when: ({ settings }) => settings['--max-redirect'] === '0',
        options: /^--max-redirect=0$/,
        says: '--max-redirect=0',
      },
      { when: has('--post-data'), options: /^--post-data$/, says: '--post-data' },
    ],
    net: { snippet: '--max-redirect=20', isBlind: true },
  },
} satisfies Record<string, ClientInfo>
