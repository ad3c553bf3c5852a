import type { Cell } from '../cell.js'

/** A literal type, or a member of an enum. */
export const literalType: readonly Cell[] = [
  {
    form: 'literal',
    path: 'a.ts',
    code: "interface Settings {\n  host: 'acme.amocrm.com'\n}",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "enum Host {\n  Acme = 'acme.amocrm.com',\n}\nfetch(`https://${Host.Acme}/api/v4`)",
    found: ['legacy-host target safe'],
    after: "enum Host {\n  Acme = 'acme.kommo.com',\n}\nfetch(`https://${Host.Acme}/api/v4`)",
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "enum Host {\n  Forms = 'forms.amocrm.com',\n}\nfetch(`https://${Host.Forms}/forms/1`)",
    found: ['legacy-host target review'],
    after: "enum Host {\n  Forms = 'forms.kommo.com',\n}\nfetch(`https://${Host.Forms}/forms/1`)",
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "enum Host {\n  Amo = 'acme.amocrm.com',\n  Kommo = 'acme.kommo.com',\n}\nif (host === Host.Amo || host === Host.Kommo) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'template',
    path: 'a.ts',
    code: 'type Account = `${string}.amocrm.ru` | `${string}.amocrm.com`',
    found: ['origin-allowlist matcher review'],
    after: 'type Account = `${string}.amocrm.ru` | `${string}.amocrm.com` | `${string}.kommo.com`',
  },
  {
    form: 'template',
    path: 'a.ts',
    code: 'enum Host {\n  Acme = `acme.amocrm.com`,\n}\nfetch(`https://${Host.Acme}/api/v4`)',
    found: ['legacy-host target safe'],
    after: 'enum Host {\n  Acme = `acme.kommo.com`,\n}\nfetch(`https://${Host.Acme}/api/v4`)',
  },
  {
    form: 'template',
    path: 'a.ts',
    code: 'type Socket = `ws.amocrm.com:${number}`',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    path: 'a.ts',
    code: 'type Account = `${string}.amocrm.com` | `${string}.kommo.com`',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    path: 'a.ts',
    code: "type Host = 'acme.amocrm.com' | 'lumen.example'",
    found: ['origin-allowlist matcher review'],
    after: "type Host = 'acme.amocrm.com' | 'acme.kommo.com' | 'lumen.example'",
  },
  {
    form: 'list',
    path: 'a.ts',
    code: "type Host = 'acme.amocrm.com' | 'acme.kommo.com'",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    path: 'a.ts',
    code: "type Host = 'ws.amocrm.com' | 'lumen.example'",
    found: ['origin-allowlist matcher manual'],
  },
]
