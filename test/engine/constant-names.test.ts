import { describe, expect, test } from 'vitest'
import { audit } from '../../src/index.js'

/** Findings of the file that declares the constant, as `rule class`. */
async function foundIn(declares: string, files: Record<string, string>): Promise<string[]> {
  const report = await audit({
    files: Object.entries(files).map(([path, contents]) => ({ path, contents })),
  })
  return report.findings.filter(({ path }) => path === declares).map(({ rule, fix }) => `${rule} ${fix.kind}`)
}

const PYTHON = "API_HOST = 'https://acme.amocrm.com'\n"
const JAVA =
  'package dev;\npublic class Config { public static final String AMO_HOST = "https://acme.amocrm.com"; }\n'
const GO = 'package lumen\n\nconst amoHost = "https://acme.amocrm.com"\n'
const RUBY = "module Lumen\n  AMO_HOST = 'https://acme.amocrm.com'\nend\n"
const CSHARP = 'public static class Config { public const string AMO_HOST = "https://acme.amocrm.com"; }\n'
const SHELL = '#!/bin/bash\nexport CRM_HOST=lumen.amocrm.com\n'
const KOTLIN = 'package dev\nobject Config { const val AMO_HOST = "https://acme.amocrm.com" }\n'

describe('constants that other files of a language read', () => {
  test.each<[string, string, string, string, string[]]>([
    [
      'config.py',
      PYTHON,
      'api.py',
      "from config import API_HOST\nrequests.get(API_HOST + '/api/v4/leads')\n",
      ['legacy-host safe'],
    ],
    [
      'config.py',
      PYTHON,
      'api.py',
      'from config import (\n    API_HOST,\n)\ndef f(origin):\n    return origin == API_HOST\n',
      ['origin-allowlist manual'],
    ],
    [
      'hosts.sh',
      SHELL,
      'bin/leads',
      '#!/bin/bash\n. hosts.sh\ncurl -sS "https://$CRM_HOST/api/v4/leads"\n',
      ['legacy-host safe'],
    ],
    [
      'hosts.sh',
      SHELL,
      'bin/leads',
      '#!/bin/bash\n. hosts.sh\ncurl -sS "https://$CRM_HOST/api/v4/leads" > "cache/$CRM_HOST.json"\n',
      ['legacy-host review'],
    ],
    [
      'hosts.sh',
      SHELL,
      'hook.sh',
      '. ./hosts.sh\n[ "$HTTP_ORIGIN" = "https://$CRM_HOST" ] && exit 0\n',
      ['origin-allowlist manual'],
    ],
    [
      'hosts.sh',
      SHELL,
      'hook.sh',
      'CRM_HOST="${CRM_HOST:-lumen.example}"\n[ "$HTTP_ORIGIN" = "https://$CRM_HOST" ] && exit 0\n',
      ['legacy-host review'],
    ],
    [
      'hosts.sh',
      SHELL,
      'hook.sh',
      'CRM_HOST=lumen.example\n[ "$HTTP_ORIGIN" = "https://$CRM_HOST" ] && exit 0\n',
      ['legacy-host safe'],
    ],
    [
      'config.py',
      PYTHON,
      'api.py',
      "from config import API_HOST as H\nrequests.get(H + '/api/v4/leads')\n",
      ['legacy-host review'],
    ],
    ['config.py', PYTHON, 'api.py', 'import config\nrequests.get(config.API_HOST)\n', ['legacy-host review']],
    [
      'Config.java',
      JAVA,
      'Api.java',
      'class Api { Object a() { return rest.getForObject(Config.AMO_HOST + "/api/v4/leads", String.class); } }\n',
      ['legacy-host safe'],
    ],
    [
      'Config.java',
      JAVA,
      'Api.java',
      'class Api { boolean a(String h) { return Config.AMO_HOST.equals(h); } }\n',
      ['origin-allowlist manual'],
    ],
    [
      'Config.java',
      JAVA,
      'Api.java',
      'import static dev.Config.AMO_HOST;\nclass Api { boolean a(String h) { return AMO_HOST.equals(h); } }\n',
      ['legacy-host review'],
    ],
    [
      'host.go',
      GO,
      'api.go',
      'package lumen\n\nfunc leads() { http.Get(amoHost + "/api/v4/leads") }\n',
      ['legacy-host safe'],
    ],
    [
      'host.go',
      GO,
      'api.go',
      'package lumen\n\nfunc is(h string) bool { return h == amoHost }\n',
      ['origin-allowlist manual'],
    ],
    [
      'config.rb',
      RUBY,
      'api.rb',
      "def a\n  Faraday.get(Lumen::AMO_HOST + '/api/v4/leads')\nend\n",
      ['legacy-host safe'],
    ],
    ['config.rb', RUBY, 'api.rb', 'def a(h)\n  h == Lumen::AMO_HOST\nend\n', ['origin-allowlist manual']],
    [
      'Config.cs',
      CSHARP,
      'Api.cs',
      'class Api { bool B(string h) => h == Config.AMO_HOST; }\n',
      ['origin-allowlist manual'],
    ],
    [
      'Config.kt',
      KOTLIN,
      'Api.kt',
      'package dev\nfun a() = rest.getForObject(Config.AMO_HOST + "/api/v4/leads", String::class.java)\n',
      ['legacy-host safe'],
    ],
  ])('%s: %s', async (declares, declaration, reader, reading, found) => {
    expect(await foundIn(declares, { [declares]: declaration, [reader]: reading })).toEqual(found)
  })
})
