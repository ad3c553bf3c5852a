/** One of some words (regular expressions without spaces, a space between two), with what stands before and behind it. */
const oneOf = (before: string, words: string, after: string): string =>
  `${before}(?:${words.trim().split(/\s+/).join('|')})${after}`

/** The last part of what is called. */
const LAST = '(?:^|[._])'

/** Methods that compare their argument or receiver, in the spelling of any language. */
export const COMPARING = new RegExp(
  [
    oneOf(
      '(?:^|[._:>])',
      `
      includes endsWith startsWith indexOf lastIndexOf localeCompare match matchAll search test has equals?
      isEqual contains ends_?with starts_?with some every find findIndex filter in_?array strpos stripos
      strstr str_contains str_ends_with str_starts_with preg_match preg_match_all HasSuffix HasPrefix Contains
      EndsWith StartsWith Equals fnmatch fullmatch array_search IsIn Matches enum nativeEnum oneOf literal
      regex pattern minimatch micromatch isMatch grep
      `,
      String.raw`\??$`,
    ),
  ].join('|'),
  'i',
)

/** Calls of tests: what they are given is expected, or answered in place of a server. */
export const EXPECTING = new RegExp(
  [
    oneOf(
      '^',
      String.raw`
      expect assert should nock msw fetchMock cy\.intercept (?:page|context)\.route
      `,
      '\\b',
    ),
    oneOf(
      LAST,
      `
      should waitForURL waitForRe(?:quest|sponse) on(?:Get|Post|Put|Patch|Delete|Any)
      `,
      '$',
    ),
    oneOf(
      LAST,
      String.raw`
      assert\w* to(?:Be|Equal|StrictEqual|Contain|Match|HaveBeenCalledWith|HaveBeenLastCalledWith)\w*
      `,
      '$',
    ),
  ].join('|'),
)

/** Calls that keep a value, or look stored data up by it. */
export const STORING = new RegExp(
  [
    oneOf(
      '(?:^|[._()])',
      String.raw`
      (?:local|session)Storage cache redis\w* rdb store memcached? caches createHash createHmac
      `,
      String.raw`\b.*$`,
    ),
    oneOf(
      LAST,
      String.raw`
      [gs]etItem removeItem find(?:One|Unique|First|Many|All|ById|By\w+|AndCount\w*|Or(?:Create|Fail)\w*)\w*
      firstOr\w+ upsert\w* insert\w* update(?:One|Many) save\w* persist\w* bulkCreate where\w* andWhere
      orWhere findOneBy query execute executeRaw queryRaw exec raw prepare h[gs]et\w* setex
      (?:read|write|append)File\w* create(?:Read|Write)Stream existsSync
      (?:File|IO)\.(?:write|read|open|binwrite|exist\?) find_(?:or_)?\w+ unlink\w* mkdir\w* readJson\w*
      writeJson\w* path\.(?:join|resolve) uuidv[35]
      `,
      '$',
    ),
  ].join('|'),
  'i',
)

/** Functions that send to, or open, what they are given first, whatever they are called on. */
export const SENDING = new RegExp(
  [
    oneOf(
      '^',
      String.raw`
      fetch \$fetch ofetch useFetch got axios request rp superagent ky needle open file_get_contents curl_init
      curl wget httpie importScripts URL WebSocket EventSource XMLHttpRequest Request
      `,
      '$',
    ),
    oneOf(
      LAST,
      String.raw`
      fetch ajax getJSON getScript loadScript sendBeacon crm_post \$?authorizedAjax redirect openExternal
      pushState replaceState navigate goto visit loadURL importScripts urlopen urlretrieve HTTPS?Connection
      Request redirect_to link_to base_ur[il] URI\.open Net\.HTTP(?:\.start)? Faraday location\.assign
      location\.replace window\.open createClient baseUrl baseUri NewRequest(?:WithContext)? SetBaseURL
      SetHostURL SetRequestURI WithBaseURL Redirect (?:Get|Post|Put|Patch|Delete|Send|Download)\w*Async
      HttpRequestMessage Rest(?:Client(?:Options)?|Request) rootUri fromHttpUrl fromUriString
      (?:get|post|patch)For(?:Object|Entity|Location) Http(?:Get|Post|Put|Patch|Delete) sendRedirect
      `,
      '$',
    ),
  ].join('|'),
)

/** What HTTP verbs are called on when they mean a request. */
export const HTTP_CLIENT = new RegExp(
  [
    oneOf(
      '(?:^|[._$])',
      String.raw`
      \$ jQuery axios https? \$http got ky request superagent agent needle undici wretch xhr req requests
      session RestClient Faraday Typhoeus Excon httpClient http_client DefaultClient fasthttp resty fiber
      reqwest ureq surf isahc attohttpc minreq websocket window win self
      `,
      String.raw`(?:\(\))?$`,
    ),
    String.raw`(?:^|\.)R\(\)(?:\.\w+\(\))*$`,
    String.raw`^Http(?:\.\w+\(\))+$`,
    String.raw`(?:^|\.)(?:Client|Agent)(?:Builder)?\.(?:new|builder|default)\(\)(?:\.\w+\(\))*$`,
    String.raw`(?:http|axios|ajax|xhr|fetcher)\w*(?:\(\))?$`,
  ].join('|'),
  'i',
)

/** Calls that only show or shape a value. */
export const NEUTRAL = new RegExp(
  [
    oneOf(
      '^',
      `
      console log logger debug winston pino fmt slog errors zap zerolog logrus klog Object Array JSON Promise
      Math Reflect i18n
      `,
      '\\b',
    ),
    oneOf(
      LAST,
      `
      (?:Print|Fatal|Panic|Log|Error|Warn|Info|Debug|Trace|Skip)(?:f|ln|w)? e?println e?print echo printf
      panic todo unreachable bail anyhow ensure log logger info warn error debug trace alert confirm t push
      unshift toast Error TypeError RangeError URLSearchParams
      `,
      '$',
    ),
    '(?:Error|Exception)$',
    oneOf(
      '^',
      `
      String Set Map RegExp Boolean Symbol URL encodeURI encodeURIComponent decodeURI decodeURIComponent
      escape import require define print pprint puts __
      `,
      '$',
    ),
    oneOf(
      LAST,
      String.raw`
      concat join replace replaceAll attr prop setAttribute append prepend html text val format sprintf
      util\.format escapeRegExp
      `,
      '$',
    ),
  ].join('|'),
)
