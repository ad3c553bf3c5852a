// Deterministic trees to measure on: the same seed gives the same bytes on every machine.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const WORDS =
  'account button callback channel contact container customer deal element event filter handler header helper index lead letter list loader manager message modal note option order panel params pipeline promise query record render request response result section select server session settings source status storage stream string style submit table task template timeout token transport value widget window'.split(
    ' ',
  )

/** mulberry32 */
function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function pick(next, list) {
  return list[Math.floor(next() * list.length)]
}

/** Writes files and puts them into a fresh git repository with one commit. */
function writeTree(folder, files) {
  for (const [path, text] of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const git = (...args) =>
    execFileSync('git', ['-c', 'core.autocrlf=false', '-c', 'gc.auto=0', ...args], { cwd: folder })
  git('init', '--quiet')
  git('add', '--all')
  git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '--quiet', '--message', 'bench')
}

/** A tree without any old name. Sizes spread from 1 to about 40 kB around the mean of `bytes / count`. */
export function cleanTree(folder, count, bytes) {
  const next = random(1)
  const endings = ['js', 'ts', 'tsx', 'php', 'json', 'html', 'css', 'md', 'py', 'vue']
  writeTree(folder, files())
  return folder

  function* files() {
    for (let i = 0; i < count; i++) {
      const size = Math.max(200, Math.round(((bytes / count) * (next() + next() + next() * 2)) / 2))
      const ending = pick(next, endings)
      yield [
        `src/${pick(next, WORDS)}/${pick(next, WORDS)}/${pick(next, WORDS)}-${i}.${ending}`,
        prose(next, size),
      ]
    }
  }
}

function prose(next, size) {
  const lines = []
  for (let length = 0; length < size; ) {
    const line = `${'  '.repeat(Math.floor(next() * 4))}${pick(next, WORDS)}.${pick(next, WORDS)}(${pick(next, WORDS)}, '${pick(next, WORDS)} ${pick(next, WORDS)}') // ${pick(next, WORDS)} ${pick(next, WORDS)}`
    lines.push(line)
    length += line.length + 1
  }
  return `${lines.join('\n')}\n`
}

/** Widget scripts of about 250 lines, each with the constant in several forms and with a few hosts. */
export function widgetTree(folder, count) {
  const next = random(2)
  const files = new Map()
  for (let i = 0; i < count; i++) files.set(`widgets/${pick(next, WORDS)}-${i}/script.js`, widget(next, i))
  writeTree(folder, files)
  return folder
}

function widget(next, number) {
  const methods = Array.from({ length: 18 }, (_, i) => method(next, `${pick(next, WORDS)}${i}`))
  return `define(['jquery', 'underscore', 'lib/components/base/modal'], function ($, _, Modal) {
  'use strict';
  var CustomWidget = function () {
    var self = this;
    var system = AMOCRM.constant('account');
    self.endpoint = 'https://acme${number}.amocrm.com/api/v4/leads';
${methods.join('\n')}
    this.callbacks = {
      init: function () {
        if (window.AMOCRM && AMOCRM.data.current_entity === 'leads_card') {
          self.card = AMOCRM.data.current_card;
        }
        return true;
      },
      bind_actions: function () {
        $(document).on('page:changed', function () { AMOCRM.getWidgetsArea(); });
        return true;
      }
    };
    return this;
  };
  return CustomWidget;
});
`
}

function method(next, name) {
  const [a, b, c, d] = [pick(next, WORDS), pick(next, WORDS), pick(next, WORDS), pick(next, WORDS)]
  const constant = next() < 0.25 ? `AMOCRM.constant('${c}')` : `self.${c} || {}`
  return `    self.${name} = function (${a}, ${b}Options) {
      var ${c}Value = ${constant};
      var ${d}List = _.map(${a}.items, function (item) {
        return { id: item.id, name: item.name + ' ' + ${c}Value.name, ${b}: ${b}Options.${b} };
      });
      if (!${d}List.length) {
        console.warn('${a}: no ${d} found', ${a});
        return $.Deferred().reject('${b}').promise();
      }
      return $.ajax({ url: self.endpoint + '/${a}', method: 'POST', data: JSON.stringify(${d}List) });
    };`
}
