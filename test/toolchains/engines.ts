import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A regular expression engine other than JavaScript's, run by a program of its own language. */
export interface Engine {
  language: string
  file: string
  /** Command that must answer for the engine to be there. */
  probe: readonly string[]
  /** A line of a program that searches `host` for the pattern, as people write it. */
  write(pattern: string): string
  /** The pattern in such a line. */
  read(line: string): string | undefined
  program: { name: string; text: string; run: readonly string[] }
}

const between = (line: string, open: RegExp, close: RegExp): string | undefined => {
  const from = open.exec(line)
  const to = close.exec(line)
  return from && to ? line.slice(from.index + from[0].length, to.index) : undefined
}

export const ENGINES: readonly Engine[] = [
  {
    language: 'php',
    file: 'check.php',
    probe: ['php', '--version'],
    write: (pattern) => `<?php\nif (preg_match('~${pattern}~', $host)) {\n    accept();\n}\n`,
    read: (text) => between(text, /preg_match\('~/, /~', \$host/),
    program: {
      name: 'run.php',
      text: `<?php
$in = json_decode(file_get_contents($argv[1]), true);
echo json_encode(array_map(fn ($p) => array_map(fn ($s) => preg_match('~' . $p . '~', $s) === 1, $in['samples']), $in['patterns']));
`,
      run: ['php'],
    },
  },
  {
    language: 'python',
    file: 'check.py',
    probe: ['python3', '--version'],
    write: (pattern) => `import re\n\nif re.search(r'${pattern}', host):\n    accept()\n`,
    read: (text) => between(text, /re\.search\(r'/, /', host\)/),
    program: {
      name: 'run.py',
      text: `import json, re, sys
data = json.load(open(sys.argv[1]))
print(json.dumps([[re.search(p, s) is not None for s in data['samples']] for p in data['patterns']]))
`,
      run: ['python3'],
    },
  },
  {
    language: 'ruby',
    file: 'check.rb',
    probe: ['ruby', '--version'],
    // At every line begins another text in Ruby: whole texts are anchored otherwise.
    write: (pattern) => `accept if host.match?(%r{${pattern.replace(/^\^/, '\\A').replace(/\$$/, '\\z')}})\n`,
    read: (text) => between(text, /%r\{/, /\}\)/),
    program: {
      name: 'run.rb',
      text: `require 'json'
data = JSON.parse(File.read(ARGV[0]))
puts JSON.generate(data['patterns'].map { |p| data['samples'].map { |s| Regexp.new(p).match?(s) } })
`,
      run: ['ruby'],
    },
  },
  {
    language: 'go',
    file: 'check.go',
    probe: ['go', 'version'],
    write: (pattern) =>
      `package hosts\n\nimport "regexp"\n\nfunc accepts(host string) bool {\n\treturn regexp.MustCompile(\`${pattern}\`).MatchString(host)\n}\n`,
    read: (text) => between(text, /MustCompile\(`/, /`\)\./),
    program: {
      name: 'run.go',
      text: `package main

import (
	"encoding/json"
	"os"
	"regexp"
)

func main() {
	var in struct{ Patterns, Samples []string }
	data, _ := os.ReadFile(os.Args[1])
	json.Unmarshal(data, &in)
	out := [][]bool{}
	for _, p := range in.Patterns {
		re := regexp.MustCompile(p)
		row := []bool{}
		for _, s := range in.Samples {
			row = append(row, re.MatchString(s))
		}
		out = append(out, row)
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
`,
      run: ['go', 'run'],
    },
  },
  {
    language: 'java',
    file: 'Check.java',
    probe: ['java', '--version'],
    write: (pattern) =>
      `class Check {\n    private static final java.util.regex.Pattern HOSTS = java.util.regex.Pattern.compile("${pattern.replaceAll('\\', '\\\\')}");\n\n    boolean accepts(String host) {\n        return HOSTS.matcher(host).find();\n    }\n}\n`,
    read: (text) => between(text, /compile\("/, /"\)/)?.replaceAll('\\\\', '\\'),
    program: {
      name: 'Run.java',
      // Java has no JSON of its own: one pattern or sample a line, patterns first, an empty line between.
      text: `import java.nio.file.*;
import java.util.*;
import java.util.regex.*;

class Run {
    public static void main(String[] args) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(args[0] + ".txt"));
        int gap = lines.indexOf("");
        StringJoiner rows = new StringJoiner(",", "[", "]");
        for (String source : lines.subList(0, gap)) {
            Pattern pattern = Pattern.compile(source);
            StringJoiner row = new StringJoiner(",", "[", "]");
            for (String sample : lines.subList(gap + 1, lines.size())) row.add("" + pattern.matcher(sample).find());
            rows.add(row.toString());
        }
        System.out.println(rows);
    }
}
`,
      run: ['java'],
    },
  },
]

/** Whether the engine's own program is installed here. */
export function isInstalled({ probe: [command, ...args] }: Engine): boolean {
  return spawnSync(command as string, args, { stdio: 'ignore' }).status === 0
}

/** Which samples each pattern matches, as the engine itself says. */
export function matches(
  { program }: Engine,
  patterns: readonly string[],
  samples: readonly string[],
): boolean[][] {
  const folder = mkdtempSync(join(tmpdir(), 'kommo-migrate-engine-'))
  try {
    const input = join(folder, 'input.json')
    writeFileSync(input, JSON.stringify({ patterns, samples }))
    writeFileSync(`${input}.txt`, `${[...patterns, '', ...samples].join('\n')}\n`)
    const file = join(folder, program.name)
    writeFileSync(file, program.text)
    const [command, ...args] = program.run as [string, ...string[]]
    const env = { ...process.env, GOCACHE: join(tmpdir(), 'kommo-migrate-go'), GOFLAGS: '-mod=mod' }
    const run = spawnSync(command, [...args, file, input], { encoding: 'utf8', env, cwd: folder })
    if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`)
    return JSON.parse(run.stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
