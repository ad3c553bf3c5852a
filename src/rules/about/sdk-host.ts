import { NAMES_WITHOUT_BRAND } from '../../brand/sdks/index.js'
import type { RuleInfo } from '../define-rule.js'

export const sdkHost: RuleInfo = {
  id: 'sdk-host',
  title: 'Use libraries that reach kommo.com',
  why: 'Most libraries for this API carry a host of their own, usually amocrm.ru. Some take the host of the account, some need an option or a newer version, some refuse every other host: then no edit in your code moves the requests. The official PHP library builds the address of the file service from the top-level domain alone, which gives `drive.amocrm.com` for accounts on kommo.com.',
  finds:
    'Known libraries in `composer.json`, `package.json`, `deno.json`, requirements files, `pyproject.toml`, `Pipfile`, `Gemfile`, gemspecs, `go.mod`, project files of .NET, `pom.xml` and Gradle files, judged by the version that the lock file pins, else by the declared range. Lock files without their manifest. In code: `files()` of the official PHP library without the address of the account, its button without `is_kommo`, authorization links that go to www.amocrm.ru, options that no longer exist.',
  keeps:
    'Libraries that take the host of the account. An option that some code of the project sets, to whatever value. Packages with similar names. Lock files beside their manifest, and copies in vendor folders.',
  source: 'Code of the libraries, as public on their repositories; `src/brand/sdks` names the place for each',
  severity: 'warning',
  isInferred: true,
  needles: ['amocrm'],
  widens: [...NAMES_WITHOUT_BRAND.map((name): [string] => [name]), ['Ufee\\Amo']],
  examples: [
    {
      path: 'composer.json',
      before: '{\n  "require": {\n    "drillcoder/amocrm_wrap": "^2.0"\n  }\n}\n',
    },
    {
      path: 'files.php',
      before:
        '<?php\nuse AmoCRM\\Client\\AmoCRMApiClient;\n\nfunction store(AmoCRMApiClient $client, $file)\n{\n    return $client->files()->uploadOne($file);\n}\n',
    },
    {
      path: 'composer.json',
      keep: '{\n  "require": {\n    "amocrm/amocrm-api-library": "^1.15"\n  }\n}\n',
      because: 'it takes the host of the account',
    },
  ],
}
