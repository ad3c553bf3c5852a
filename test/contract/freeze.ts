/**
 * Freezes plain objects, arrays and class instances in depth, so that a rule that changes a model throws. Bytes,
 * maps and sets cannot be frozen: writing methods of maps and sets are replaced by ones that throw.
 */
export function deepFreeze(root: unknown): void {
  const seen = new Set<unknown>()
  const stack = [root]
  while (stack.length > 0) {
    const value = stack.pop()
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) continue
    seen.add(value)
    if (value instanceof Map || value instanceof Set) {
      stack.push(...value.keys(), ...value.values())
      for (const method of ['set', 'add', 'delete', 'clear'] as const) {
        if (method in value) Object.defineProperty(value, method, { value: refuse })
      }
      continue
    }
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key)
      if (property && 'value' in property) stack.push(property.value)
    }
    Object.freeze(value)
  }
}

function refuse(): never {
  throw new TypeError('a rule changed a model')
}
