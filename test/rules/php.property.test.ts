import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rules } from '../../src/rules/index.js'
import { audit } from '../contract/engine.js'

const HEAD = `    $suffix = '.amocrm.com';
    $hosts = ['acme.amocrm.com', 'lumen.example'];
    $table = ['acme.amocrm.com' => true, 'lumen.example' => true];
    static $kept = array('studio.amocrm.com', 'acme.amocrm.ru');
`

const test = fc.constantFrom(
  "$host === 'acme.amocrm.com'",
  "'acme.amocrm.com' == $host",
  "$host <> 'acme.amocrm.com'",
  "$host !== 'studio.amocrm.com'",
  'strtolower($host) === "acme.amocrm.com"',
  "strcmp($host, 'acme.amocrm.com') === 0",
  "0 != strcasecmp($host, 'acme.amocrm.com')",
  "!strcmp('studio.amocrm.com', $host)",
  "str_ends_with($host, '.amocrm.com')",
  '\\str_ends_with($host, $suffix)',
  "str_starts_with($origin, 'https://acme.amocrm.com')",
  "str_contains($host, '.amocrm.com')",
  "strpos($host, '.amocrm.com') !== false",
  "false === strpos($host, '.amocrm.com')",
  "strpos($host, '.amocrm.com') > 0",
  "stripos($host, 'acme.amocrm.com') === 0",
  "(bool) strpos($host, '.amocrm.com')",
  "strstr($host, '.amocrm.com') !== false",
  "!strstr($host, '.amocrm.com')",
  "substr($host, -11) === '.amocrm.com'",
  "substr($host, -strlen('.amocrm.com')) == '.amocrm.com'",
  "substr_compare($host, '.amocrm.com', -1) === 0",
  "substr_count($host, '.amocrm.com') === 0",
  'in_array($host, $hosts, true)',
  'in_array($host, $kept)',
  "array_search($host, ['acme.amocrm.com', 'studio.amocrm.com']) !== false",
  'isset($table[$host])',
  'array_key_exists($host, $table)',
  "preg_match('/\\.amocrm\\.com$/', $host) === 1",
  "preg_match('~^https://[a-z]+\\.amocrm\\.(com|ru)$~', $origin)",
  "fnmatch('*.amocrm.com', $host)",
  "parse_url($origin, PHP_URL_HOST) === 'acme.amocrm.com'",
  '$host === "{$sub}.amocrm.com"',
  "$host === $sub . '.amocrm.com'",
  "explode('.amocrm.com', $host)[0] === 'acme'",
  "str_replace('.amocrm.com', '', $host) === 'acme'",
  "str_replace(['.amocrm.com', 'x'], ['', 'y'], $host) === 'acme'",
)
const other = fc.constantFrom(
  '$flag',
  '!$flag',
  "$host === 'lumen.example'",
  "str_ends_with($host, '.amocrm.ru')",
)

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'condition' },
    { weight: 5, arbitrary: test },
    { weight: 1, arbitrary: other },
    tie('condition').map((a) => `!(${a})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) && (${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} || ${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} or ${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} xor ${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `((${a}) ? ${b} : $flag)`),
  ),
}))

const frame = fc.constantFrom<(condition: string) => string>(
  (c) => `return (bool) (${c});`,
  (c) => `if (${c}) {\n        return true;\n    }\n    return false;`,
  (c) => `if (!(${c})):\n        return false;\n    endif;\n    return true;`,
  (c) => `$ask = fn () => (bool) (${c});\n    return $ask();`,
  (c) => `return match (true) {\n        (bool) (${c}) => true,\n        default => false,\n    };`,
  (c) => `return ['ok' => (bool) (${c})]['ok'];`,
)

const AMOCRM = ['acme', 'studio', 'other'].map((label) => `${label}.amocrm.com`)
const KOMMO = AMOCRM.map((host) => host.replace('amocrm', 'kommo'))
const STRANGERS = [
  'amocrm.ru',
  'acme.amocrm.ru',
  'lumen.example',
  'myamocrm.com',
  'acme.kommo.ru',
  'kommo.org',
]

/** Answers of functions in PHP, by function, then by flag and host. */
const PROGRAM = `<?php
$in = json_decode(file_get_contents($argv[1]), true);
echo json_encode(array_map(function ($code) use ($in) {
    $ask = eval(substr($code, 5));
    $answers = [];
    foreach ([true, false] as $flag)
        foreach ($in['hosts'] as $host) $answers[] = (bool) $ask($host, "https://$host", 'acme', $flag);
    return $answers;
}, $in['codes']));
`

const HOSTS = [...AMOCRM, ...KOMMO, ...STRANGERS]

function answers(codes: readonly string[]): boolean[][] {
  const folder = mkdtempSync(join(tmpdir(), 'php-tests-'))
  try {
    writeFileSync(join(folder, 'run.php'), PROGRAM)
    writeFileSync(join(folder, 'in.json'), JSON.stringify({ codes, hosts: HOSTS }))
    const run = spawnSync(PHP[0], ['run.php', 'in.json'], { cwd: folder, encoding: 'utf8' })
    expect(run.stderr).toBe('')
    return JSON.parse(run.stdout) as boolean[][]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const PHP = ['php'] as const
const hasPhp = spawnSync(PHP[0], ['--version']).status === 0

describe.skipIf(!hasPhp)(`a test in PHP with its twin${hasPhp ? '' : ' (php is not installed)'}`, () => {
  it('means the same for every host, and for kommo.com what it means for amocrm.com', {
    timeout: 120_000,
  }, async () => {
    const programs = fc.sample(fc.tuple(condition, frame), Number(process.env.PROPERTY_RUNS ?? 200))
    const codes: string[] = []
    const whole: boolean[] = []
    for (const [expression, framed] of programs) {
      const code = `<?php\nreturn function (string $host, string $origin, string $sub, bool $flag) {\n${HEAD}    ${framed(expression)}\n};\n`
      const result = await audit(new Map([['gate.php', Buffer.from(code)]]), {
        rules,
        kinds: ['safe', 'review'],
      })
      expect(result.verified.withdrawn.map(({ reason }) => `${reason} in\n${code}`)).toEqual([])
      codes.push(code, result.verified.changes[0]?.after.toString() ?? code)
      whole.push(result.verified.findings.every(({ fix }) => fix.kind !== 'manual'))
    }
    const said = answers(codes)
    let proven = 0
    whole.forEach((isWhole, i) => {
      const [before, after] = [said[2 * i] as boolean[], said[2 * i + 1] as boolean[]]
      const text = codes[2 * i + 1]
      HOSTS.forEach((host, n) => {
        for (const at of [n, n + HOSTS.length]) {
          const isTwin = n >= AMOCRM.length && n < 2 * AMOCRM.length
          if (!isTwin) expect(after[at], `${host} in\n${text}`).toBe(before[at])
          else if (isWhole) expect(after[at], `${host} in\n${text}`).toBe(before[at - AMOCRM.length])
        }
      })
      if (isWhole) proven++
    })
    expect(proven).toBeGreaterThan(programs.length / 4)
  })
})
