// How each client is called with the options of a measured row. A program takes `{ url, verb, headers, body, form }` and gives the
// status that its caller sees; it throws what the client throws. `undefined`: no program is written for such a row.
import http from 'node:http'
import { Readable } from 'node:stream'
import FormData from 'form-data'

const AGAIN = /own re-send|re-sends on 308/

export const PROGRAMS = {
  'node global fetch': (_, options) =>
    fetchLike(fetch, options, { stream: { duplex: 'half' }, form: globalThis.FormData }),
  'node-fetch': (module, options) => fetchLike(module, options, { form: FormData }),
  'cross-fetch': (module, options) => fetchLike(module, options),
  'isomorphic-fetch': (_, options) => fetchLike(globalThis.fetch, options),
  'make-fetch-happen': (module, options) => fetchLike(module, options),
  'undici.fetch': (module, options) => fetchLike(module.fetch, options, { form: module.FormData }),
  ofetch:
    (module) =>
    async ({ url, verb, headers, body }) => {
      const answer = await module.ofetch.raw(url, { method: verb, headers, body, ignoreResponseError: true })
      return answer.status
    },
  ky:
    (module, options) =>
    async ({ url, verb, headers, body }) => {
      const redirect = /redirect:'(\w+)'/.exec(options)?.[1]
      const answer = await module(url, {
        method: verb,
        headers,
        body,
        retry: 0,
        ...(redirect && { redirect }),
      })
      return answer.status
    },
  wretch:
    (module) =>
    async ({ url, verb, headers, body }) => {
      const answer = await module(url).options({ method: verb, headers, body }).fetch().res()
      return answer.status
    },
  'node:http/https request': (_, options) => (request) => nodeRequest(http, request, {}, AGAIN.test(options)),
  'follow-redirects': followRedirects,
  axios,
  'undici.request': undiciRequest,
  got,
  request: (module, options) => (request) =>
    callback(module, { ...requestOptions(options), ...requestParts(request) }),
  unirest:
    (module, options) =>
    ({ url, verb, headers, body }) =>
      new Promise((resolve, reject) => {
        const call = module(verb, url, headers)
        if (/followAllRedirects=true/.test(options)) call.options.followAllRedirects = true
        if (body) call.send(body)
        call.end((answer) => (answer.error && !answer.status ? reject(answer.error) : resolve(answer.status)))
      }),
  superagent,
  needle:
    (module, options) =>
    ({ url, verb, headers, body }) =>
      new Promise((resolve, reject) => {
        const set = Object.fromEntries(
          [...options.matchAll(/(follow\w+):(\w+)/g)].map(([, name, value]) => [name, JSON.parse(value)]),
        )
        module.request(verb, url, body ?? null, { headers, ...set }, (error, answer) =>
          error ? reject(error) : resolve(answer.statusCode),
        )
      }),
  bent:
    (module) =>
    async ({ url, verb, headers, body }) => {
      const answer = await module(verb)(url, body, headers)
      return answer.statusCode
    },
  phin:
    (module, options) =>
    async ({ url, verb, headers, body }) => {
      const followRedirects = /followRedirects:true/.test(options)
      const call = module.phin ?? module
      const answer = await call({
        url,
        method: verb,
        headers,
        data: body,
        ...(followRedirects && { followRedirects }),
      })
      return answer.statusCode
    },
  urllib:
    (module, options) =>
    async ({ url, verb, headers, body }) => {
      const follow = /followRedirect:(\w+)/.exec(options)?.[1]
      const answer = await module.request(url, {
        method: verb,
        headers,
        content: body,
        ...(follow && { followRedirect: follow === 'true' }),
      })
      return answer.statusCode ?? answer.status ?? answer.res.statusCode
    },
}

function fetchLike(call, options, { stream = {}, form: Form } = {}) {
  const redirect = /redirect:'(manual|error)'/.exec(options)?.[1]
  return async ({ url, verb, headers, body }) => {
    const sent = { method: verb, headers, body, ...(redirect && { redirect }) }
    if (/stream body/.test(options)) Object.assign(sent, { body: Readable.from([body]), ...stream })
    if (/FormData|form-data/.test(options)) Object.assign(sent, formOf(Form, headers))
    const answer = await call(url, sent)
    if (!AGAIN.test(options) || answer.status !== 308) return answer.status
    const again = await call(new URL(answer.headers.get('location'), url).href, sent)
    return again.status
  }
}

/** A form with one field; its type comes from the client, or from the form where the client asks for it. */
function formOf(Form, headers) {
  const body = new Form()
  body.append('name', 'lead')
  const { 'Content-Type': _, ...rest } = headers
  return { body, headers: { ...rest, ...body.getHeaders?.() } }
}

function nodeRequest(module, { url, verb, headers, body }, more, isAgain) {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname, search } = new URL(url)
    const sent = { ...headers, ...(body && { 'Content-Length': Buffer.byteLength(body) }) }
    const options = { hostname, port, path: pathname + search, method: verb, headers: sent, ...more }
    const call = module.request(options, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (!isAgain || answer.statusCode !== 308) return resolve(answer.statusCode)
        resolve(nodeRequest(module, { url: answer.headers.location, verb, headers, body }, more, false))
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}

function followRedirects(module, options) {
  const more = {
    ...(/maxRedirects:0/.test(options) && { maxRedirects: 0 }),
    ...(/sensitiveHeaders/.test(options) && { sensitiveHeaders: ['X-Signature'] }),
  }
  return (request) =>
    nodeRequest(module.http, request, {
      ...more,
      ...(/beforeRedirect/.test(options) && {
        beforeRedirect: (to) => {
          to.headers.Authorization = request.headers.Authorization
          to.headers.Cookie = request.headers.Cookie
        },
      }),
    })
}

function axios(module, options) {
  return async (request) => {
    const { url, verb, headers, body } = request
    const config = { url, method: verb, headers, data: body }
    if (/maxRedirects:(\d)/.test(options)) config.maxRedirects = Number(/maxRedirects:(\d)/.exec(options)[1])
    if (/beforeRedirect/.test(options))
      config.beforeRedirect = (to) => {
        to.headers.Authorization = headers.Authorization
      }
    if (/stream body/.test(options)) config.data = Readable.from([body])
    if (/adapter:'fetch'/.test(options)) config.adapter = 'fetch'
    if (/form-data/.test(options)) {
      const { body: form, headers: own } = formOf(FormData, headers)
      Object.assign(config, { data: form, headers: own })
    }
    if (!/interceptor/.test(options)) return (await module(config)).status
    const client = module.create()
    client.interceptors.response.use(undefined, (error) =>
      error.response?.status === 308
        ? module({ ...config, url: new URL(error.response.headers.location, url).href })
        : Promise.reject(error),
    )
    return (await client(config)).status
  }
}

function undiciRequest(module, options) {
  return async ({ url, verb, headers, body }) => {
    const sent = { method: verb, headers, body }
    if (/^maxRedirections:5/.test(options)) sent.maxRedirections = 5
    if (/new Agent/.test(options)) sent.dispatcher = new module.Agent({ maxRedirections: 5 })
    if (/interceptors\.redirect/.test(options))
      sent.dispatcher = new module.Agent().compose(module.interceptors.redirect({ maxRedirections: 5 }))
    const answer = await module.request(url, sent)
    await answer.body.dump()
    if (!AGAIN.test(options) || answer.statusCode !== 308) return answer.statusCode
    const again = await module.request(answer.headers.location, sent)
    await again.body.dump()
    return again.statusCode
  }
}

function got(module, options) {
  const call = module.got ?? module
  return async ({ url, verb, headers, body }) => {
    const sent = { method: verb, headers, body, retry: { limit: 0 } }
    if (/followRedirect:false/.test(options)) sent.followRedirect = false
    if (/methodRewriting:false/.test(options)) sent.methodRewriting = false
    if (/beforeRedirect/.test(options))
      sent.hooks = {
        beforeRedirect: [
          (to) => {
            to.headers.authorization = headers.Authorization
          },
        ],
      }
    if (/stream body/.test(options)) sent.body = Readable.from([body])
    if (/form-data/.test(options)) Object.assign(sent, formOf(FormData, headers))
    return (await call(url, sent)).statusCode
  }
}

function requestOptions(options) {
  return {
    ...(/followRedirect:false/.test(options) && { followRedirect: false }),
    ...(/followRedirect: function/.test(options) && { followRedirect: () => true }),
    ...(/followAllRedirects:true/.test(options) && { followAllRedirects: true }),
    ...(/followOriginalHttpMethod:true/.test(options) && { followOriginalHttpMethod: true }),
    ...(/auth:\{bearer\}/.test(options) && { auth: { bearer: 'token' } }),
  }
}

const requestParts = ({ url, verb, headers, body }) => ({ url, method: verb, headers, body })

function callback(module, options) {
  return new Promise((resolve, reject) => {
    module(options, (error, answer) => (error ? reject(error) : resolve(answer.statusCode)))
  })
}

function superagent(module, options) {
  return async ({ url, verb, headers, body }) => {
    const call = module(verb, url).set(headers)
    if (/\.redirects\((\d)\)/.test(options)) call.redirects(Number(/\((\d)\)/.exec(options)[1]))
    if (/auth\(token/.test(options)) call.auth('token', { type: 'bearer' })
    if (/attach/.test(options)) {
      delete call.header['Content-Type']
      call.unset('Content-Type').attach('file', Buffer.from('lead'), 'lead.txt')
    } else if (body) call.send(body)
    const answer = await call.ok(() => true)
    return answer.status
  }
}
