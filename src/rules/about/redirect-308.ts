import { WORDS_OF_PACKAGES } from '../../brand/clients/packages.js'
import type { RuleInfo } from '../define-rule.js'

export const redirect308: RuleInfo = {
  id: 'redirect-308',
  title: 'Do not rely on the redirect',
  why: 'The API on amocrm.com will answer HTTP 308 to kommo.com. Most HTTP clients then either stop there or go on *without the Authorization header*, and some old ones turn an authorised POST into a GET that looks like success. What each client does was measured, version by version; "enable redirects" is almost never the answer, the host is.',
  finds:
    'Requests through a known client to a host of amocrm.com, or to a host that is not written in the code (stored, configured, the `referer` of the OAuth redirect) when the path, the names or the file say that it is the CRM. It says what happens to this call: client, version (from the lock file), options, verb, and what proves who asks. One finding a client instance, wrapper or class; its other calls are `related`. Read are fetch, node:http, axios, got, undici, node-fetch, request, superagent, needle, ky, ofetch, HttpService of NestJS and helpers of n8n; curl, streams, Guzzle, Http of Laravel, HttpClient of Symfony and WordPress in PHP; requests, httpx, aiohttp, urllib and urllib3 in Python; net/http, resty, fasthttp and the client of Fiber in Go; HttpURLConnection, java.net.http, OkHttp, Retrofit, HttpClient of Apache and Commons, RestTemplate, WebClient and RestClient of Spring and Ktor in Java and Kotlin; Net::HTTP, open-uri, Faraday, HTTParty, RestClient, http.rb, Excon and Typhoeus in Ruby; HttpClient, HttpWebRequest, WebClient, RestSharp, Flurl and Refit in C# (none of them was measured: it says what is documented); reqwest and ureq in Rust; curl and wget in scripts and in documents, where one finding a file is enough. In JavaScript, TypeScript, PHP, Python and Go it also reads what the code makes of the status of that very answer: a check that only takes 400 and above for an error (`$code >= 400`, `CURLOPT_FAILONERROR`, `raise_for_status()` of requests) lets a 308 pass for success where the client hands it over, and code that refreshes its token on 401 spends one refresh token after the other where the token is what gets lost; both make the finding weigh more, and are `related`. Where anything else there looks at the status, nothing is said of it. Every measurement is in `docs/redirects.md` of this project. The first thing to do is always the host. For axios and got a fix puts a net under the call until every address has moved: a callback that gives the token back to accounts of kommo.com over https, and to no other host; `safe` when the very version in use was measured so, `review` when those around it were, and never where the options or the token are not written out in the call. A `http.Client{…}` of Go that is written out gets a `CheckRedirect` of that kind, and a session of requests a class of its own with `should_strip_auth`, both for `review`; clients that others make or hand in stay as they are.',
  keeps:
    'Hosts of kommo.com, of amocrm.ru and of others. Requests that arrive whole, such as the exchange of a code for tokens through a client that follows. Hosts of amocrm.com that `legacy-host` replaces safely: after that fix nothing is left to follow. Projects that only ever name amocrm.ru, and those that name kommo.com and never say amocrm.',
  source: 'Rebranding requirements, "Redirect amocrm.com accounts to the new domain"',
  severity: 'warning',
  isInferred: true,
  needles: ['amocrm'],
  signs: ['kommo'],
  widens: [
    ['/api/v4/'],
    ['oauth2/access_token'],
    ['/api/v2/', 'amo'],
    ['/private/api/', 'amo'],
    ['axios.create(', 'amo'],
  ],
  packages: WORDS_OF_PACKAGES,
  examples: [
    {
      path: 'client.js',
      before:
        "import axios from 'axios'\n\nexport function leads(account, token) {\n  return axios.get('https://' + account.base_domain + '/api/v4/leads', { headers: { Authorization: 'Bearer ' + token } })\n}\n",
    },
    {
      path: 'client.php',
      before:
        '<?php\nfunction leads(string $domain, string $token) {\n    $ch = curl_init("https://$domain/api/v4/leads");\n    curl_setopt($ch, CURLOPT_HTTPHEADER, [\'Authorization: Bearer \' . $token]);\n    return curl_exec($ch);\n}\n',
    },
    {
      path: 'client.js',
      keep: "import axios from 'axios'\n\nexport const leads = (sub) => axios.get('https://' + sub + '.kommo.com/api/v4/leads')\n",
      because: 'the host is kommo.com already',
    },
  ],
}
