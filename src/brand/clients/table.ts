import { JS_CLIENTS } from './js.js'
import { PHP_CLIENTS } from './php.js'
import { PYTHON_CLIENTS } from './python.js'
import type { ClientInfo } from './types.js'

export const CLIENTS = { ...JS_CLIENTS, ...PHP_CLIENTS, ...PYTHON_CLIENTS } as const

export type ClientId = keyof typeof CLIENTS

export const clientOf = (id: ClientId): ClientInfo => CLIENTS[id]
