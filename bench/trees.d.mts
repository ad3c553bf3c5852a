/** Writes a git repository of `count` files and about `bytes` bytes without any old name; returns the folder. */
export function cleanTree(folder: string, count: number, bytes: number): string
/** The same, but every 200th file holds old names; returns the folder. */
export function hitsTree(folder: string, count: number, bytes: number): string
/** Lets the TypeScript files of a tree with hits export their host; returns the folder. */
export function exportHosts(folder: string): string
/** Writes a git repository of `count` widget scripts; returns the folder. */
export function widgetTree(folder: string, count: number): string
/** Writes a git repository of one script of about `bytes` bytes; returns the folder. */
export function bundleTree(folder: string, bytes: number, form: 'joined' | 'one-line'): string
