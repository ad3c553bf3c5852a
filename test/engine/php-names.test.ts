import { describe, expect, test } from 'vitest'
import { audit } from '../../src/index.js'

const CONFIG = `<?php
final class Config
{
    public const HOST = 'https://acme.amocrm.com';
    public const UNUSED = 'https://lumen.amocrm.com';
    public const CHECKED = '.amocrm.com';
    public const NAMED = 'studio.amocrm.com';
    public const SHOWN = 'https://shown.amocrm.com';
}
define('API_HOST', 'api.amocrm.com');
`
const CLIENT = `<?php
class Client
{
    // NAMED is known by its name alone, HOST is the one of Config.
    public function leads() { return file_get_contents(Config::HOST . '/api/v4/leads'); }
    public function users() { return file_get_contents('https://' . API_HOST . '/api/v4/users'); }
    public function isOurs($host) { return $host !== Other::HOST && str_ends_with($host, Config::CHECKED); }
    public function named() { return constant('Config::NAMED'); }
}
`

async function foundIn(files: Record<string, string>): Promise<string[]> {
  const report = await audit({
    files: Object.entries(files).map(([path, contents]) => ({ path, contents })),
  })
  return report.findings
    .filter(({ path }) => path.endsWith('Config.php'))
    .map(({ start, rule, fix }) => `${start.line} ${rule} ${fix.kind}`)
}

describe('constants that other files of PHP can read', () => {
  test('are followed by their names', async () => {
    const files = {
      'src/Config.php': CONFIG,
      'src/Client.php': CLIENT,
      'views/page.twig': "{{ constant('Config::SHOWN') }}",
    }
    expect(await foundIn(files)).toEqual([
      '4 legacy-host safe',
      '5 legacy-host safe',
      '6 origin-allowlist manual',
      '7 legacy-host review',
      '8 legacy-host review',
      '10 legacy-host safe',
    ])
  })

  test('stay open where a file brings them in under another name', async () => {
    const code = "<?php\nconst ACME = 'https://acme.amocrm.com';\n"
    const reader = '<?php\nuse const App\\ACME as BASE;\nfile_get_contents(BASE);\n'
    expect(await foundIn({ 'Config.php': code, 'Client.php': reader })).toEqual(['2 legacy-host review'])
    expect(await foundIn({ 'Config.php': code })).toEqual(['2 legacy-host safe'])
  })
})
