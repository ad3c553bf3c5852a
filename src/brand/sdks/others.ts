import type { Sdk } from './types.js'

const PYTHON = '`kommo-python`, or `amocrm_api_client`, which takes a full `base_url`'
const N8N = '`n8n-nodes-kommo-v2` or `n8n-nodes-kommo-plus`'

/** Libraries of npm, PyPI, RubyGems, Go, NuGet and Maven. */
export const OTHER_SDKS: readonly Sdk[] = [
  ...['amocrm-js', 'kommo-js'].map(
    (name): Sdk => ({
      ecosystem: 'npm',
      name,
      reach: 'option',
      builtIn: '`SUB.amocrm.ru` when `domain` has no dot',
      option: "the full host, `domain: 'SUB.kommo.com'`",
      besides:
        'Its authorization link goes to www.amocrm.ru in every version: build that link to www.kommo.com yourself.',
      inCode: name === 'amocrm-js' ? /['"`]amocrm-js['"`]/ : /['"`]kommo-js['"`]/,
      configured: /\bdomain\b/,
      redirects: 'stays',
      certainty: name === 'amocrm-js' ? 'C' : 'U',
      source:
        name === 'amocrm-js'
          ? 'amocrm-js 3.6.0 src/common/DomainRequest.ts, Auth.ts'
          : 'it carries the README of amocrm-js',
    }),
  ),
  {
    ecosystem: 'npm',
    name: '@shevernitskiy/amo',
    reach: 'account',
    option: "the host as first argument, `new Amo('SUB.kommo.com', …)`",
    since: '0.1.6',
    before: 'Earlier versions take a subdomain.',
    redirects: 'follows',
    certainty: 'C',
    source: 'shevernitskiy/amo, pull request 4',
  },
  {
    ecosystem: 'npm',
    name: 'amocrm-connector',
    reach: 'option',
    builtIn: '`amocrm.ru` and `amojo.amocrm.ru`',
    option: "`mainDomain: 'kommo.com'`",
    since: '0.4.0',
    before: 'Only versions from 0.4 on are known to have it.',
    besides:
      'Its authorization link is a literal on www.amocrm.ru: build that link to www.kommo.com yourself.',
    inCode: /['"`]amocrm-connector['"`]/,
    configured: /\bmainDomain\b/,
    redirects: 'follows',
    certainty: 'C',
    source: 'amocrm-connector src/integration/integration.ts',
  },
  ...['n8n-nodes-amocrm', 'n8n-nodes-soft-amocrm'].map(
    (name): Sdk => ({
      ecosystem: 'npm',
      name,
      reach: 'never',
      builtIn: '`.amocrm.ru`, literals in its code',
      replacement: N8N,
      redirects: 'unknown',
      certainty: 'C',
      source: 'its repository',
    }),
  ),
  {
    ecosystem: 'pypi',
    name: 'amocrm_api',
    reach: 'never',
    builtIn: '`SUB.amocrm.ru` for tokens and the API',
    replacement: PYTHON,
    redirects: 'follows',
    certainty: 'C',
    source: 'amocrm/v2/tokens.py, interaction.py, 0.8.x',
  },
  {
    ecosystem: 'pypi',
    name: 'amocrm-sdk',
    reach: 'never',
    builtIn: '`SUB.amocrm.ru`, and `www.amocrm.ru` for tokens',
    replacement: PYTHON,
    redirects: 'follows',
    certainty: 'C',
    source: 'src/amocrm/client.py, 0.3.0',
  },
  {
    ecosystem: 'gem',
    name: 'amocrm',
    reach: 'option',
    builtIn: '`SUB.amocrm.ru`',
    option: '`base_url:` or the environment variable `AMOCRM_BASE_URL`',
    inCode: /\bAmocrm\b|\bAMOCRM_BASE_URL\b/,
    configured: /\bbase_url\b|\bAMOCRM_BASE_URL\b/,
    redirects: 'follows',
    certainty: 'C',
    source: 'lib/amocrm/client.rb, 0.6.x',
  },
  {
    ecosystem: 'go',
    name: 'github.com/alexeykhan/amocrm',
    reach: 'never',
    builtIn: '`www.amocrm.ru` to authorize, and refuses every host but `x.amocrm.ru` and `x.amocrm.com`',
    replacement: '`github.com/whatcrm/go-amocrm`, which takes the full host for the API',
    refusesIn: /(?:^|\.)SetDomain$/,
    inCode: /github\.com\/alexeykhan\/amocrm/,
    redirects: 'follows',
    certainty: 'C',
    source: 'api.go isValidDomain',
  },
  {
    ecosystem: 'go',
    name: 'github.com/whatcrm/go-amocrm',
    reach: 'account',
    option: '`SetOptions("SUB.kommo.com", …)`',
    redirects: 'stays',
    certainty: 'C',
    source: 'misc.go',
  },
  ...['amoCRM.Client', 'AmoCrmIntegration'].map(
    (name): Sdk => ({
      ecosystem: 'nuget',
      name,
      reach: 'never',
      builtIn: '`SUB.amocrm.ru`, a literal in its code',
      redirects: name === 'amoCRM.Client' ? 'stays' : 'unknown',
      certainty: 'C',
      source: 'ApiConstant.cs',
    }),
  ),
  {
    ecosystem: 'maven',
    name: 'amocrmsdk',
    reach: 'option',
    builtIn: '`https://amocrm.ru/` until it is given a domain',
    option: 'the domain URL of the authorization, `https://SUB.kommo.com/`',
    inCode: /amocrmsdk/i,
    configured: /domainUrl/i,
    redirects: 'unknown',
    certainty: 'L',
    source: 'AmoApiClient.java',
  },
  ...(
    [
      ['pypi', 'amocrm_api_client', 'follows', 'examples/quick_start.py'],
      ['pypi', 'kommo-python', 'follows', 'kommo/client.py'],
      ['gem', 'amorail', 'stays', 'lib/amorail/config.rb'],
      ['npm', 'n8n-nodes-kommo-v2', 'unknown', 'its repository'],
      ['npm', 'n8n-nodes-kommo-plus', 'unknown', 'its repository'],
    ] as const
  ).map(
    ([ecosystem, name, redirects, source]): Sdk => ({
      ecosystem,
      name,
      reach: 'account',
      redirects,
      certainty: 'C',
      source,
    }),
  ),
]
