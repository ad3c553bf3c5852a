/** A format that holds configuration or data, and what its fixtures must show. */
export interface Format {
  /** Whether a file is one: by its path within the case and by its text. */
  is(path: string, text: string): boolean
  /** Cells of role and form that the format can have and that a fixture must fill. */
  cells: readonly string[]
}

const named =
  (pattern: RegExp) =>
  (path: string): boolean =>
    pattern.test(path)
const yaml = (pattern: RegExp) => (path: string, text: string) => /\.ya?ml$/.test(path) && pattern.test(text)

const ADDRESSES = ['target literal', 'target template', 'text literal']
const LISTS = ['matcher list']
const PATTERNS = ['matcher regex']
const SETTINGS = [...ADDRESSES, ...LISTS, ...PATTERNS]
const RECORDED = ['recorded literal']
const DOCUMENT = ['text literal']

/** Every format that is read as one. */
export const FORMATS = {
  '.env': { is: named(/(?:^|\/)\.env|\.env$/), cells: SETTINGS },
  'docker-compose': { is: named(/compose[\w.-]*\.ya?ml$/), cells: [...ADDRESSES, ...LISTS] },
  Kubernetes: { is: yaml(/^apiVersion:/m), cells: ['target literal', ...LISTS] },
  'workflows of GitHub and GitLab': {
    is: named(/\.github\/workflows\/|\.gitlab-ci/),
    cells: ['target literal', 'target template', 'matcher literal', ...LISTS],
  },
  OpenAPI: {
    is: (path, text) => /\.(?:ya?ml|json)$/.test(path) && /^openapi:|"openapi"\s*:/m.test(text),
    cells: ['target literal', 'text literal', ...PATTERNS, ...RECORDED],
  },
  Symfony: {
    is: (path, text) =>
      /\.ya?ml$/.test(path) &&
      (/(?:^|\/)config\/(?:packages\/)?[\w.-]+$/.test(path) || /^nelmio_/m.test(text)),
    cells: ['target literal', ...LISTS, ...PATTERNS],
  },
  TOML: { is: named(/\.toml$/), cells: SETTINGS },
  INI: {
    is: named(/\.(?:ini|cfg)$/),
    cells: ['target literal', 'target template', 'text literal', ...LISTS],
  },
  '.properties': { is: named(/\.properties$/), cells: SETTINGS },
  XML: {
    is: named(/\.(?:xml|config|plist|csproj)$/),
    cells: ['target literal', 'text literal', 'matcher list'],
  },
  nginx: {
    is: (path, text) => /\.(?:nginx|conf)$/.test(path) && /[;{]\s*$/m.test(text) && !/^\s*</m.test(text),
    cells: ['target literal', 'target template', 'peer literal', ...LISTS, ...PATTERNS],
  },
  Apache: {
    is: (path, text) =>
      /\.htaccess$/.test(path) ||
      (/\.conf$/.test(path) && /^\s*<\w+|^\s*(?:RewriteCond|SetEnvIf|Header|ProxyPass)\b/m.test(text)),
    cells: ['target literal', ...LISTS, ...PATTERNS],
  },
  Caddyfile: { is: named(/caddyfile/i), cells: ['target literal', 'matcher literal', ...LISTS] },
  Terraform: {
    is: named(/\.(?:tf|tfvars|hcl)$/),
    cells: [...SETTINGS, 'matcher literal', 'branch literal', 'branch template'],
  },
  Dockerfile: { is: named(/(?:docker|container)file/i), cells: SETTINGS },
  CSV: { is: named(/\.[ct]sv$/), cells: RECORDED },
  SQL: {
    is: named(/\.sql$/),
    cells: [
      ...['target literal', 'target concatenation', 'text literal'],
      ...['matcher literal', ...LISTS, ...PATTERNS],
      ...RECORDED,
    ],
  },
  Markdown: { is: named(/\.mdx?$/), cells: DOCUMENT },
  reStructuredText: { is: named(/\.rst$/), cells: [...DOCUMENT, ...LISTS] },
  HTML: { is: named(/\.html?$/), cells: ['target literal', 'text literal', 'matcher list'] },
  'workflows of n8n': {
    is: (_, text) => text.includes('n8n-nodes'),
    cells: ['target literal', 'target template', 'matcher literal', ...DOCUMENT, ...LISTS, ...RECORDED],
  },
  'collections of Postman': {
    is: (_, text) => /schema\.getpostman\.com|_postman_/.test(text),
    cells: ['target literal', 'target template', ...DOCUMENT, ...RECORDED],
  },
  'manifests of extensions': { is: (_, text) => text.includes('manifest_version'), cells: LISTS },
  'headers of userscripts': { is: (_, text) => text.includes('==UserScript=='), cells: ['matcher literal'] },
  'cookie jars': {
    is: (_, text) =>
      /HTTP Cookie File|\t(?:TRUE|FALSE)\t\/|"httpOnly"/i.test(text) && !/workflow|manifest/.test(text),
    cells: RECORDED,
  },
  cassettes: {
    is: (path, text) =>
      /\.har$/.test(path) ||
      /(?:^|")(?:http_interactions|interactions|recorded_with|rawHeaders|urlPath\w*)"?:/m.test(text),
    cells: RECORDED,
  },
} as const satisfies Record<string, Format>
