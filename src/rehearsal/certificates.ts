import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { promisify } from 'node:util'
import { generate } from 'selfsigned'
import { findOnPath } from './path.js'

const NAMES = ['amocrm.com', '*.amocrm.com', 'kommo.com', '*.kommo.com']

/** Where programs that read no variable look for authorities. */
export const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

export interface Certificates {
  tls: { key: string; cert: string }
  /** All authorities that are known otherwise, and the throwaway one. */
  bundle: string
  /** Variables that make programs trust the throwaway authority. */
  env: Record<string, string>
}

/** Makes a throwaway authority and a certificate for both names, and writes what programs read of them. */
export async function certify(folder: string, env: NodeJS.ProcessEnv): Promise<Certificates> {
  const ca = await generate([{ name: 'commonName', value: 'kommo-migrate rehearsal' }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const leaf = await generate([{ name: 'commonName', value: 'amocrm.com' }], {
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: NAMES.map((value) => ({ type: 2 as const, value })) },
    ],
  })
  const write = (name: string, parts: readonly string[]): string => {
    const path = join(folder, name)
    writeFileSync(path, `${parts.filter((part) => part !== '').join('\n')}\n`)
    return path
  }
  const extra = textOf(env.NODE_EXTRA_CA_CERTS)
  const authority = write('ca.pem', [ca.cert])
  const bundle = write('bundle.pem', [...rootCertificates, extra, textOf(env.SSL_CERT_FILE), ca.cert])
  write('rehearsal.ini', [`openssl.cafile=${bundle}`, `curl.cainfo=${bundle}`])
  return {
    tls: { key: leaf.private, cert: leaf.cert },
    bundle,
    env: {
      NODE_EXTRA_CA_CERTS: write('extra.pem', [extra, ca.cert]),
      DENO_CERT: authority,
      SSL_CERT_FILE: bundle,
      REQUESTS_CA_BUNDLE: bundle,
      CURL_CA_BUNDLE: bundle,
      PIP_CERT: bundle,
      GIT_SSL_CAINFO: bundle,
      AWS_CA_BUNDLE: bundle,
      PHP_INI_SCAN_DIR: `${env.PHP_INI_SCAN_DIR ?? ''}:${folder}`,
      ...(await javaTrust(folder, authority, env)),
    },
  }
}

/** A trust store for Java, where there is Java and the tool that makes one. */
async function javaTrust(
  folder: string,
  authority: string,
  env: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  if (!findOnPath('java', env) || !findOnPath('keytool', env)) return {}
  const store = join(folder, 'trust.p12')
  const args = ['-importcert', '-noprompt', '-alias', 'rehearsal', '-file', authority, '-keystore', store]
  try {
    await promisify(execFile)('keytool', [...args, '-storetype', 'PKCS12', '-storepass', 'rehearsal'])
  } catch {
    // Requests of Java are then refused by Java itself, and told as not seen.
    return {}
  }
  const own = env.JAVA_TOOL_OPTIONS === undefined ? [] : [env.JAVA_TOOL_OPTIONS]
  const trust = [
    `-Djavax.net.ssl.trustStore=${store}`,
    '-Djavax.net.ssl.trustStoreType=PKCS12',
    '-Djavax.net.ssl.trustStorePassword=rehearsal',
  ]
  return { JAVA_TOOL_OPTIONS: [...own, ...trust].join(' ') }
}

function textOf(file: string | undefined): string {
  try {
    return file ? readFileSync(file, 'utf8') : ''
  } catch {
    return ''
  }
}
