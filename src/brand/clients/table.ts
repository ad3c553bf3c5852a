import { CSHARP_CLIENTS } from './csharp.js'
import { GO_CLIENTS } from './go.js'
import { JAVA_CLIENTS } from './java.js'
import { JS_CLIENTS } from './js.js'
import { PHP_CLIENTS } from './php.js'
import { PYTHON_CLIENTS } from './python.js'
import { RUBY_CLIENTS } from './ruby.js'
import { RUST_CLIENTS } from './rust.js'
import { SHELL_CLIENTS } from './shell.js'
import type { ClientInfo } from './types.js'

export const CLIENTS = {
  ...JS_CLIENTS,
  ...PHP_CLIENTS,
  ...PYTHON_CLIENTS,
  ...RUBY_CLIENTS,
  ...CSHARP_CLIENTS,
  ...RUST_CLIENTS,
  ...SHELL_CLIENTS,
  ...GO_CLIENTS,
  ...JAVA_CLIENTS,
} as const

export type ClientId = keyof typeof CLIENTS

export const clientOf = (id: ClientId): ClientInfo => CLIENTS[id]
