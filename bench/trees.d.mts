/** Writes a git repository of `count` files and about `bytes` bytes without any old name; returns the folder. */
export function cleanTree(folder: string, count: number, bytes: number): string
/** Writes a git repository of `count` widget scripts; returns the folder. */
export function widgetTree(folder: string, count: number): string
