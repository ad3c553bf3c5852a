import type { Write } from './calls.js'

const URL_RUBY = '"https://#{account.base_domain}/api/v4/leads"'
const HEADERS_RUBY = 'headers: { "Authorization" => "Bearer #{token}" }'

const HTTP_CLASS = (verb: string): string => verb.charAt(0) + verb.slice(1).toLowerCase()

/** Programs by options as the rows call them; `undefined` for code of one's own. */
const by =
  (table: Readonly<Record<string, string>>, write: (verb: string, more: string) => string): Write =>
  (verb, options) =>
    table[options] === undefined ? undefined : write(verb, table[options])

const inRuby = (library: string, body: string): string =>
  `require '${library}'\n\ndef send_lead(account, token)\n  ${body}\nend\n`

const FARADAY = 'f.response :follow_redirects'

export const RUBY: Readonly<Record<string, Write>> = {
  'Net::HTTP': by({ 'default (no redirect support)': '' }, (verb) =>
    inRuby(
      'net/http',
      `uri = URI(${URL_RUBY})\n  Net::HTTP.start(uri.host, uri.port, use_ssl: true) do |http|\n    request = Net::HTTP::${HTTP_CLASS(verb)}.new(uri)\n    request['Authorization'] = "Bearer #{token}"\n    http.request(request)\n  end`,
    ),
  ),
  'open-uri': by({ 'URI.open default': '' }, () =>
    inRuby('open-uri', `URI.open(${URL_RUBY}, 'Authorization' => "Bearer #{token}").read`),
  ),
  Faraday: by(
    {
      'default (no middleware)': '',
      'follow_redirects middleware': FARADAY,
      'follow_redirects, standards_compliant:true': `${FARADAY}, standards_compliant: true`,
      'follow_redirects, clear_authorization_header:false': `${FARADAY}, clear_authorization_header: false`,
      'follow_redirects + request :authorization middleware after it': `${FARADAY}\n    f.request :authorization, 'Bearer', token`,
    },
    (verb, more) =>
      inRuby(
        'faraday',
        `conn = Faraday.new(url: "https://#{account.base_domain}", ${HEADERS_RUBY}) do |f|\n    ${more}\n    f.adapter Faraday.default_adapter\n  end\n  conn.${verb.toLowerCase()}('/api/v4/leads')`,
      ),
  ),
  RestClient: by(
    {
      default: '',
      'max_redirects:0': ', max_redirects: 0',
      'block: response.follow_redirection for every verb':
        ') { |response| response.code == 308 ? response.follow_redirection : response }',
    },
    (verb, more) =>
      inRuby(
        'rest-client',
        `RestClient::Request.execute(method: :${verb.toLowerCase()}, url: ${URL_RUBY}, ${HEADERS_RUBY}${more}${more.startsWith(')') ? '' : ')'}`,
      ),
  ),
  HTTParty: by(
    {
      'default (follow_redirects:true)': '',
      'follow_redirects:false': ', follow_redirects: false',
      'no_follow:true': ', no_follow: true',
      'maintain_method_across_redirects:true': ', maintain_method_across_redirects: true',
      'resend_on_redirect:true': ', resend_on_redirect: true',
    },
    (verb, more) => inRuby('httparty', `HTTParty.${verb.toLowerCase()}(${URL_RUBY}, ${HEADERS_RUBY}${more})`),
  ),
  'http.rb': by(
    {
      'default (no follow)': '',
      '.follow': '.follow',
      '.follow(strict: false)': '.follow(strict: false)',
    },
    (verb, more) =>
      inRuby('http', `HTTP.auth("Bearer #{token}")${more}.${verb.toLowerCase()}(${URL_RUBY}, json: lead)`),
  ),
  Excon: by(
    {
      'default (no follow)': '',
      'middlewares + RedirectFollower':
        ', middlewares: Excon.defaults[:middlewares] + [Excon::Middleware::RedirectFollower]',
    },
    (verb, more) => inRuby('excon', `Excon.${verb.toLowerCase()}(${URL_RUBY}, ${HEADERS_RUBY}${more})`),
  ),
  Typhoeus: by(
    {
      'default (no follow)': '',
      'followlocation:true': ', followlocation: true',
      'followlocation:true, unrestricted_auth:true': ', followlocation: true, unrestricted_auth: true',
    },
    (verb, more) =>
      inRuby(
        'typhoeus',
        `Typhoeus::Request.new(${URL_RUBY}, method: :${verb.toLowerCase()}, ${HEADERS_RUBY}${more}).run`,
      ),
  ),
}

const URL_SHELL = '"https://$BASE_DOMAIN/api/v4/leads"'
const HEADERS_SHELL = '-H "Authorization: Bearer $TOKEN"'

/** What the rows of a command do: its options, with `-X` where the row names no verb of its own. */
const curl = (options: string, header = HEADERS_SHELL): { options: string; header: string } => ({
  options,
  header,
})

const CURL: Readonly<Record<string, { options: string; header: string }>> = {
  'default (no -L)': curl('-X VERB'),
  '-L': curl('-L -X VERB'),
  '-L, POST without -X (only --data)': curl("-L --data '{}'"),
  '-L --post301 --post302 --post303': curl('-L --post301 --post302 --post303 -X VERB'),
  '--location-trusted': curl('--location-trusted -X VERB'),
  '-L --oauth2-bearer x': curl('-L -X VERB', '--oauth2-bearer "$TOKEN"'),
  '--location-trusted --oauth2-bearer x': curl('--location-trusted -X VERB', '--oauth2-bearer "$TOKEN"'),
  '--location-trusted -T file (upload)': curl('--location-trusted -T leads.json'),
  '--location-trusted -F file (multipart)': curl('--location-trusted -F file=@leads.csv'),
}

const WGET: Readonly<Record<string, string>> = {
  'default (follows, max-redirect 20), --method/--body-data': "--method=VERB --body-data='{}'",
  '--max-redirect=0': '--max-redirect=0 --method=VERB',
  '--post-data': "--post-data='{}'",
}

export const SHELL: Readonly<Record<string, Write>> = {
  'curl CLI': (verb, options) => {
    const said = CURL[options]
    return said && `curl -sS ${said.options.replace('VERB', verb)} \\\n  ${said.header} \\\n  ${URL_SHELL}\n`
  },
  wget: (verb, options) => {
    const said = WGET[options]
    return (
      said && `wget -qO- ${said.replace('VERB', verb)} --header="Authorization: Bearer $TOKEN" ${URL_SHELL}\n`
    )
  },
}

const reqwest = (verb: string, builder: string, header: string): string =>
  `use reqwest::Client;\n\npub async fn send(account: &Account, token: &str) -> Result<(), Error> {\n    let client = ${builder};\n    client.request(Method::${verb}, format!("https://{}/api/v4/leads", account.base_domain))${header}.send().await?;\n    Ok(())\n}\n`

const HEADER_RUST = '.header("Authorization", format!("Bearer {}", token))'

export const RUST: Readonly<Record<string, Write>> = {
  reqwest: (verb, options) => {
    switch (options) {
      case 'default (Policy::limited(10))':
        return reqwest(verb, 'Client::new()', HEADER_RUST)
      case 'Policy::none()':
        return reqwest(
          verb,
          'Client::builder().redirect(reqwest::redirect::Policy::none()).build()?',
          HEADER_RUST,
        )
      case 'Policy::limited(5)':
        return reqwest(
          verb,
          'Client::builder().redirect(reqwest::redirect::Policy::limited(5)).build()?',
          HEADER_RUST,
        )
      case 'default_headers on the client':
        return reqwest(verb, 'Client::builder().default_headers(authorization(token)).build()?', '')
      case '.bearer_auth()':
        return reqwest(verb, 'Client::new()', '.bearer_auth(token)')
      default:
        return undefined
    }
  },
}
