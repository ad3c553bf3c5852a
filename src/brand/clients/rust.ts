import type { ClientInfo } from './types.js'

export const RUST_CLIENTS = {
  reqwest: {
    label: 'reqwest',
    rows: { lang: 'rust', client: /^reqwest$/ },
    package: { ecosystem: 'cargo', name: 'reqwest' },
    cases: [
      {
        when: ({ settings }) => /\bnone\(\)/.test(settings.redirect ?? ''),
        options: /^Policy::none\(\)$/,
        says: 'Policy::none()',
      },
      {
        when: ({ settings }) => /\blimited\(/.test(settings.redirect ?? ''),
        options: /^Policy::limited\(5\)$/,
        says: 'Policy::limited()',
      },
      {
        when: ({ settings }) => 'default_headers' in settings,
        options: /^default_headers on the client$/,
        says: 'default_headers()',
      },
      {
        when: ({ settings }) => 'bearer_auth' in settings,
        options: /^\.bearer_auth\(\)$/,
        says: 'bearer_auth()',
      },
    ],
  },
  ureq: {
    label: 'ureq',
    rows: { lang: 'rust', client: /^ureq$/ },
    package: { ecosystem: 'cargo', name: 'ureq' },
    cases: [],
  },
} satisfies Record<string, ClientInfo>
