import type { Comment } from '../tree.js'
import type { Draft } from './draft.js'

const DIRECTIVE = /^\s*(?:globals?|jshint\s+(?:predef|globals?))[\s:]+/
const EXPORTED = /^\s*exported\s/

/** What a name is inside a comment: a linter directive, a line of code, or a word. */
export function draftOfComment(comment: Comment, at: number, name: string): Draft {
  if (comment.type === 'Block' && DIRECTIVE.test(comment.value)) {
    return {
      access: 'declare',
      via: 'comment',
      place: { declares: 'lint', beside: listedNames(comment.value, name) },
    }
  }
  if (comment.type === 'Block' && EXPORTED.test(comment.value))
    return { access: 'read', via: 'comment', place: { text: 'prose' } }
  const offset = at - (comment.start + 2)
  const before = comment.value.slice(0, offset)
  const after = comment.value.slice(offset + name.length)
  const member =
    /^\s*(?:\?\.\s*|\.)([a-z_$][\w$]*)/.exec(after)?.[1] ?? /^\s*\??\.?\[\s*['"]([\w$]+)['"]/.exec(after)?.[1]
  const isHost =
    /^\.(?:com|ru|kz|ua)\b/i.test(after) ||
    /[\w/@.-]$/.test(before.replace(/(?:window|self|global|globalThis|top|parent)\??\.$/, ''))
  const isCode =
    !isHost &&
    (member !== undefined ||
      /(?:window|globalThis|self|global)\??\.$/.test(before) ||
      /\btypeof\s+$/.test(before))
  return {
    access: 'read',
    via: 'comment',
    members: member && !isHost ? [member] : [],
    place: { text: isCode ? 'code' : 'prose' },
  }
}

function listedNames(value: string, name: string): string[] {
  const names =
    value
      .replace(DIRECTIVE, '')
      .split(/--/)[0]
      ?.match(/[\w$]+(?=\s*(?::\s*[\w-]+)?\s*(?:,|\s|$))/g) ?? []
  return names.filter(
    (listed) => listed !== name && !/^(?:true|false|readonly|writable|writeable|off)$/.test(listed),
  )
}

/** The comment that holds a UTF-16 offset, by binary search; comments come sorted. */
export function commentAt(comments: readonly Comment[], at: number): Comment | undefined {
  let low = 0
  let high = comments.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const comment = comments[middle] as Comment
    if (at < comment.start) high = middle - 1
    else if (at >= comment.end) low = middle + 1
    else return comment
  }
  return undefined
}
