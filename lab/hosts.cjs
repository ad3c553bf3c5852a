// Preloaded into the programs of fixes.mjs: the names of the two hosts, and of a third one, are this machine.
const dns = require('node:dns')

const ADDRESSES = {
  'acme.amocrm.com': '127.0.0.1',
  'acme.kommo.com': '127.0.0.2',
  'other.example': '127.0.0.2',
}
const ask = dns.lookup

dns.lookup = (name, options, callback) => {
  const address = ADDRESSES[name]
  if (!address) return ask(name, options, callback)
  const done = callback ?? options
  if (options?.all) return done(null, [{ address, family: 4 }])
  return done(null, address, 4)
}
