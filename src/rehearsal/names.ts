/** Whether a host is one that answers 308. */
export function isOld(host: string): boolean {
  return /(?:^|\.)amocrm\.com$/.test(host)
}

/** Whether a host is one that requests are led to. */
export function isNew(host: string): boolean {
  return /(?:^|\.)kommo\.com$/.test(host)
}

/** The host that an old one is redirected to. */
export function newHostOf(host: string): string {
  return host.replace(/amocrm\.com$/, 'kommo.com')
}

/** `Acme.amoCRM.com.:443` -> `acme.amocrm.com`. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}

/** The port of an address, also where it is the usual one. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}
