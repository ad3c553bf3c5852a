import type { Answer, Answering } from '../script/answers.js'

/** Every version of PHP reads this. */
const OF_SERVER = "isset($_SERVER['HTTP_ORIGIN']) && $_SERVER['HTTP_ORIGIN'] === {twin} ? {twin} : {own}"
const REQUEST = /\$(request|req)\b/
const EVENT = /\$(event|\w+Event)\b/

/** How PHP and its frameworks answer by the request's origin. */
export function answers({ receiver, name, signatures, body, text, isLine }: Answering): Answer | undefined {
  if (isLine) {
    const vary = receiver === '' && name === 'header' ? { vary: "header('Vary: Origin', false);" } : {}
    return { isAtHand: true, choice: OF_SERVER, glue: ' . ', ...vary }
  }
  const request = signatures.map((each) => REQUEST.exec(each)?.[0]).find(Boolean)
  if (/^with(?:Added)?Header$/.test(name)) {
    const choice = chosen(`${request ?? '$request'}->getHeaderLine('Origin')`)
    return { isAtHand: request !== undefined, choice, varyCall: "->withAddedHeader('Vary', 'Origin')" }
  }
  if (name === 'set' && /->headers$/.test(receiver)) {
    const event = signatures.map((each) => EVENT.exec(each)?.[0]).find(Boolean)
    const ofEvent = event && body.includes(`${event}->get`) ? `${event}->getRequest()` : undefined
    const asked = request ?? ofEvent
    return {
      isAtHand: asked !== undefined,
      choice: chosen(`${asked ?? '$request'}->headers->get('Origin')`),
      vary: `${receiver}->set('Vary', 'Origin', false);`,
    }
  }
  if (name === 'header' && receiver !== '') {
    const choice = chosen(`${request ?? '$request'}->headers->get('Origin')`)
    const isLaravel = /\bIlluminate\\|\bClosure \$next\b/.test(text)
    return {
      isAtHand: request !== undefined && isLaravel,
      choice,
      varyCall: "->header('Vary', 'Origin', false)",
    }
  }
  if (name === 'setHeader' && receiver === '$this->response')
    return {
      isAtHand: true,
      choice: chosen("$this->request->getHeaderLine('Origin')"),
      vary: "$this->response->appendHeader('Vary', 'Origin');",
    }
  if (name !== ':') return undefined
  const isResponse = /\bresponse\(|\bnew \w*Response\(|->json\(/.test(body)
  return {
    isAtHand: request !== undefined && isResponse && /\b(?:Illuminate|Symfony)\\/.test(text),
    choice: chosen(`${request ?? '$request'}->headers->get('Origin')`),
  }
}

const chosen = (asked: string): string => `${asked} === {twin} ? {twin} : {own}`
