/** Names of `count` files in bundles of one to three; every tenth file does not exist before the write. */
export function BUNDLES(count: number): string[][] {
  const bundles: string[][] = []
  for (let i = 0; i < count; ) {
    const size = Math.min((bundles.length % 3) + 1, count - i)
    bundles.push(Array.from({ length: size }, (_, k) => name(i + k)))
    i += size
  }
  return bundles
}

function name(i: number): string {
  return `${i % 3 === 0 ? '' : `folder ${i % 4}/`}${i % 10 === 9 ? 'created' : 'file'}-${i}.js`
}

export function before(name: string): Buffer | undefined {
  return name.includes('created')
    ? undefined
    : Buffer.from(`${name} AMOCRM\r\n`.repeat(50 + name.length * 20))
}

export function after(name: string): Buffer {
  return Buffer.from(`${name} APP\r\n`.repeat(50 + name.length * 20))
}
