import type { Answer, Answering } from '../script/answers.js'

/** Frameworks whose `request` is imported, and known for what it is. */
const IMPORTED = /from\s+(?:flask|quart|bottle|sanic)\s+import\s+(?:\([^)]*|[^\n(]*)\brequest\b/
const FLASK = /\bfrom\s+(?:flask|quart)\s+import\b/
const STARLETTE = /\bfrom\s+(?:starlette|fastapi)\b/

/** How Python's frameworks answer by the request's origin. */
export function answers({ receiver, name, signatures, text }: Answering): Answer | undefined {
  const ownRequest = receiver === 'self' && /^(?:set|add)_header$/.test(name)
  if (ownRequest) {
    const isTornado = /\btornado\b/.test(text)
    const vary = isTornado ? { vary: 'self.add_header({q}Vary{q}, {q}Origin{q})' } : {}
    return { isAtHand: isTornado, choice: chosen('self.request.headers.get({q}Origin{q})'), ...vary }
  }
  const falcon = signatures.some((each) => /\breq\b/.test(each)) && /\bfalcon\b/.test(text)
  if (falcon && /^(?:set|append)_header$/.test(name))
    return { isAtHand: true, choice: chosen('req.get_header({q}Origin{q})') }
  const isParameter = signatures.some((each) => /[(,\s]request\s*[:,)=]/.test(each))
  return {
    isAtHand: isParameter || IMPORTED.test(text),
    choice: chosen('request.headers.get({q}Origin{q})'),
    ...varyOf(receiver, name, text),
  }
}

function varyOf(receiver: string, name: string, text: string): Pick<Answer, 'vary'> {
  if (!/\.headers$/.test(receiver) || name === ':') return {}
  const response = receiver.replace(/\.headers$/, '')
  if (FLASK.test(text)) return { vary: `${response}.vary.add({q}Origin{q})` }
  return STARLETTE.test(text) ? { vary: `${response}.headers.add_vary_header({q}Origin{q})` } : {}
}

const chosen = (asked: string): string => `{twin} if ${asked} == {twin} else {own}`
