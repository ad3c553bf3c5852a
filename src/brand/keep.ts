/**
 * Names beside the old brand that stay as they are, as data. Sources: the stored documentation pages of amocrm.com.ua and
 * amocrm.com.kz; public repositories read for this project.
 */

/** `amocrm.com.<suffix>` is a domain of the Russian product, not of Kommo. */
export const OTHER_BRAND_SUFFIXES: readonly string[] = ['ua', 'kz']

/** Sites whose paths name repositories and packages (second-level names). */
export const PACKAGE_SITES: readonly string[] = [
  'github',
  'gitlab',
  'bitbucket',
  'githubusercontent',
  'packagist',
  'npmjs',
  'rubygems',
  'rubydoc',
  'pypi',
  'nuget',
  'pkg.go',
  'goreportcard',
  'jsr',
  'deno',
  'unpkg',
  'jsdelivr',
  'shields',
  'fury',
  'codecov',
  'codeclimate',
  'travis-ci',
  'scrutinizer-ci',
  'styleci',
  'snyk',
  'ghcr',
  'docker',
  'libraries',
  'badgen',
  'gitee',
  'codeberg',
  'sonarcloud',
  'readthedocs',
  'packagecontrol',
  'badge',
  'gemdocs',
  'pugx',
  'stainless',
]

/** Sites on which a path that carries the name is a page or an account of its own. */
export const PUBLIC_SITES: readonly string[] = [
  't.me',
  'telegram.me',
  'facebook.com',
  'fb.com',
  'vk.com',
  'youtube.com',
  'instagram.com',
  'linkedin.com',
  'twitter.com',
  'habr.com',
  'medium.com',
  'wikipedia.org',
  'stackoverflow.com',
  'qna.habr.com',
  'toster.ru',
  'apps.apple.com',
  'play.google.com',
  'chrome.google.com',
  'postman.com',
  'apiary.io',
  'swagger.io',
  'make.com',
  'zapier.com',
  'n8n.io',
  'crunchbase.com',
  'slack.com',
  'trello.com',
  'docs.google.com',
  'albato.ru',
  'albato.com',
  'notion.so',
  'notion.site',
  'yandex.ru',
  'yandex.com',
]

/**
 * Functions that take names of the program's own, with dots in them: `config('amocrm.' . $key)`, `->name('amocrm.')` of a route.
 * Source: the documentation of Laravel (configuration, localization, routing, logging, authorization), Symfony and i18next.
 */
export const NAMING_CALLS =
  /(?:^|[.:>\\])(?:config|Config::(?:get|set|has|boolean|string|integer|array)|(?:Arr::|data_)(?:get|set|has|forget)|getParameter|hasParameter|__|trans(?:_choice)?|Lang::(?:get|has|choice)|i18n|t|\$t|translate|route|to_route|name|as|routeIs|named|view|channel|can|authorize|permission|hasPermission(?:To)?|makeListener|startsWithName|tag|metric|increment|gauge|timing)$/

/** First words of the names that programs give to their queues, events, settings and messages; no account is called so. */
export const OWN_NAMES: readonly string[] = [
  ...[
    'channel',
    'command',
    'consumer',
    'error',
    'event',
    'exchange',
    'hook',
    'integration',
    'job',
    'listener',
  ],
  ...[
    'log',
    'message',
    'notification',
    'provider',
    'queue',
    'service',
    'setting',
    'task',
    'topic',
    'webhook',
  ],
].flatMap((name) => [name, `${name}s`])
