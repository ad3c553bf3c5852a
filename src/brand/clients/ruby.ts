import type { ClientCase, ClientInfo } from './types.js'

type When = ClientCase['when']

const on =
  (name: string): When =>
  ({ settings }) =>
    settings[name] === 'true'
const off =
  (name: string): When =>
  ({ settings }) =>
    settings[name] === 'false'
const has =
  (name: string): When =>
  ({ settings }) =>
    name in settings

export const RUBY_CLIENTS = {
  'net-http': {
    label: 'Net::HTTP of Ruby',
    rows: { lang: 'ruby', client: /^Net::HTTP$/ },
    cases: [],
  },
  'open-uri': {
    label: 'open-uri of Ruby',
    rows: { lang: 'ruby', client: /^open-uri$/ },
    cases: [],
  },
  faraday: {
    label: 'Faraday',
    rows: { lang: 'ruby', client: /^Faraday$/ },
    package: { ecosystem: 'gem', name: 'faraday' },
    cases: [
      {
        when: (at) => has('follow_redirects')(at) && off('clear_authorization_header')(at),
        options: /clear_authorization_header:false$/,
        says: 'clear_authorization_header: false',
      },
      {
        when: (at) => has('follow_redirects')(at) && has('authorization')(at),
        options: /request :authorization middleware after it$/,
        says: 'request :authorization after follow_redirects',
      },
      {
        when: (at) => has('follow_redirects')(at) && on('standards_compliant')(at),
        options: /^follow_redirects, standards_compliant:true$/,
        says: 'follow_redirects, standards_compliant: true',
      },
      {
        when: has('follow_redirects'),
        options: /^follow_redirects middleware$/,
        says: 'follow_redirects',
      },
    ],
    net: {
      snippet: 'f.response :follow_redirects, clear_authorization_header: false',
      isBlind: true,
    },
  },
  'rest-client': {
    label: 'RestClient',
    rows: { lang: 'ruby', client: /^RestClient$/ },
    package: { ecosystem: 'gem', name: 'rest-client' },
    cases: [
      {
        when: has('follow_redirection'),
        options: /^block: response\.follow_redirection/,
        says: 'follow_redirection in its block',
      },
      {
        when: ({ settings }) => settings.max_redirects === '0',
        options: /^max_redirects:0$/,
        says: 'max_redirects: 0',
      },
    ],
    net: {
      snippet:
        '{ |r| r.code == 308 && r.headers[:location].to_s.match?(%r{\\Ahttps://[\\w-]+\\.kommo\\.com/}) ? r.follow_redirection : r.return! }',
    },
  },
  httparty: {
    label: 'HTTParty',
    rows: { lang: 'ruby', client: /^HTTParty$/ },
    package: { ecosystem: 'gem', name: 'httparty' },
    cases: [
      { when: on('no_follow'), options: /^no_follow:true$/, says: 'no_follow' },
      { when: off('follow_redirects'), options: /^follow_redirects:false$/, says: 'follow_redirects: false' },
      {
        when: on('maintain_method_across_redirects'),
        options: /^maintain_method_across_redirects:true$/,
        says: 'maintain_method_across_redirects: true',
      },
      { when: on('resend_on_redirect'), options: /^resend_on_redirect:true$/, says: 'resend_on_redirect' },
    ],
    net: { snippet: 'follow_redirects true', isBlind: true },
  },
  'http-rb': {
    label: 'http.rb',
    rows: { lang: 'ruby', client: /^http\.rb$/ },
    package: { ecosystem: 'gem', name: 'http' },
    cases: [
      {
        when: ({ settings }) => /strict:\s*false/.test(settings.follow ?? ''),
        options: /^\.follow\(strict: false\)$/,
        says: '.follow(strict: false)',
      },
      { when: has('follow'), options: /^\.follow$/, says: '.follow' },
    ],
    net: { snippet: 'HTTP.follow', isBlind: true },
  },
  excon: {
    label: 'Excon',
    rows: { lang: 'ruby', client: /^Excon$/ },
    package: { ecosystem: 'gem', name: 'excon' },
    cases: [
      {
        when: ({ settings }) => /RedirectFollower/.test(settings.middlewares ?? ''),
        options: /RedirectFollower$/,
        says: 'RedirectFollower',
      },
    ],
  },
  typhoeus: {
    label: 'Typhoeus',
    rows: { lang: 'ruby', client: /^Typhoeus$/ },
    package: { ecosystem: 'gem', name: 'typhoeus' },
    cases: [
      {
        when: (at) => on('followlocation')(at) && on('unrestricted_auth')(at),
        options: /^followlocation:true, unrestricted_auth:true$/,
        says: 'followlocation and unrestricted_auth',
      },
      { when: on('followlocation'), options: /^followlocation:true$/, says: 'followlocation: true' },
    ],
  },
} satisfies Record<string, ClientInfo>
