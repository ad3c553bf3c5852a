/** The folder of a POSIX path, `''` at the top. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}

/** What `ask` says about the folder of a name. Names come folder by folder: it is asked once for several in a row. */
export function byFolder(ask: (folder: string) => boolean): (name: string) => boolean {
  let prefix: string | undefined
  let answer = false
  return (name) => {
    if (prefix === undefined || !name.startsWith(prefix) || name.includes('/', prefix.length)) {
      prefix = name.slice(0, name.lastIndexOf('/') + 1)
      answer = ask(prefix.slice(0, -1))
    }
    return answer
  }
}

/** A test that also holds for everything below a folder for which it holds; asks `test` once a folder. */
export function andBelow(test: (folder: string) => boolean): (folder: string) => boolean {
  const known = new Map<string, boolean>([['', false]])
  const isIn = (folder: string): boolean => {
    let answer = known.get(folder)
    if (answer === undefined) {
      answer = isIn(folderOf(folder)) || test(folder)
      known.set(folder, answer)
    }
    return answer
  }
  return isIn
}
