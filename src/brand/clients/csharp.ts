import type { ClientInfo, Situation } from './types.js'

/** Source: the documentation of HttpClientHandler.AllowAutoRedirect and HttpWebRequest.AllowAutoRedirect of .NET. */
const dotnet = ({ settings }: Situation): string =>
  settings.AllowAutoRedirect === 'false'
    ? 'Its documentation says that it follows no redirect with `AllowAutoRedirect = false`.'
    : 'Its documentation says that it follows redirects unless `AllowAutoRedirect` is off, and that the Authorization header is cleared on them; it does not say what becomes of verb and body.'

/** None of them was measured: .NET was not there. */
export const CSHARP_CLIENTS = {
  'dotnet-http': {
    label: 'HttpClient of .NET',
    rows: { lang: 'csharp', client: /^HttpClient$/ },
    cases: [],
    documented: dotnet,
  },
  'dotnet-webrequest': {
    label: 'HttpWebRequest of .NET',
    rows: { lang: 'csharp', client: /^HttpWebRequest$/ },
    cases: [],
    documented: dotnet,
  },
  'dotnet-webclient': {
    label: 'WebClient of .NET',
    rows: { lang: 'csharp', client: /^WebClient$/ },
    cases: [],
  },
  restsharp: {
    label: 'RestSharp',
    rows: { lang: 'csharp', client: /^RestSharp$/ },
    package: { ecosystem: 'nuget', name: 'RestSharp' },
    cases: [],
  },
  flurl: {
    label: 'Flurl',
    rows: { lang: 'csharp', client: /^Flurl$/ },
    package: { ecosystem: 'nuget', name: 'Flurl.Http' },
    cases: [],
  },
  refit: {
    label: 'Refit',
    rows: { lang: 'csharp', client: /^Refit$/ },
    package: { ecosystem: 'nuget', name: 'Refit' },
    cases: [],
  },
} satisfies Record<string, ClientInfo>
