import { isHostToken, type Mention } from '../mention.js'

const CONFIGURATION =
  /^(ya?ml|env|ini|toml|conf|cfg|properties|example|dist|tf|tfvars|service|sample|local|production|development|neon|hcl)$/

export function isConfiguration(m: Mention): boolean {
  return (
    CONFIGURATION.test(m.ending) ||
    /^(\.env.*|dockerfile.*|.*\.dockerfile|makefile|caddyfile|docker-compose.*)$/.test(m.name)
  )
}

/** Keys of configuration and of the environment: `amocrm:` in YAML, config('services.amocrm.id'), $AMOCRM. */
export function isEnvName(m: Mention): boolean {
  if (isHostToken(m) && !/^\w/.test(m.after)) return false
  if (
    /(\$\{?|\bENV\[["']?|process\.env\.|process\.env\[["']|getenv\(["']|environ\[["']|environ\.get\(["'])$/.test(
      m.before,
    )
  ) {
    return m.token === m.token.toUpperCase()
  }
  if (m.zone === 'string' && CONFIG_CALL.test(m.before)) return true
  if (!isConfiguration(m) || m.zone === 'comment' || isNameInYaml(m)) return false
  return (
    /^\s*(-\s+)?(export\s+)?["']?[\w.-]*$/.test(m.before) &&
    /^[\w.-]*["']?\s*[:=](\s|$|["'\w/${[])/.test(m.after)
  )
}

/** A YAML key of several words (`amocrm.functions:`, `amocrm-backend:dev:`) or a job of a pipeline names a thing. */
function isNameInYaml(m: Mention): boolean {
  if (!/^ya?ml$/.test(m.ending)) return false
  if (/^\.gitlab-ci/.test(m.name) && /^\w*$/.test(m.before)) return /^[\w:.-]*:/.test(m.after)
  return /[\w][.-]$/.test(m.before) || /^\w*[.:-]\w/.test(m.after)
}

export const CONFIG_CALL =
  /(\bconfig|\bConfig::(get|set|has)|\benv|GetSection|GetString|GetInt|GetBool|GetDuration|GetValue<\w+>|Configuration|configuration|ConfigurationProperties|@Value|config\.get|configService\.get|settings\.get|params|parameters)(\(|\[)\s*["'`][^"'`\s]*$/
