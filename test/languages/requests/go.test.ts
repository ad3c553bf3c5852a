import { describe, expect, it } from 'vitest'
import type { RequestSite } from '../../../src/requests.js'
import { read } from '../read.js'

const HEAD = 'package crm\n\nimport (\n\t"fmt"\n\t"net/http"\n\t"net/url"\n)\n\n'

async function requests(code: string): Promise<readonly RequestSite[]> {
  return (await read('client.go', HEAD + code)).requests?.requests ?? []
}

async function address(expression: string, before = ''): Promise<readonly string[]> {
  const [request] = await requests(`${before}\nfunc get(host string) {\n\thttp.Get(${expression})\n}\n`)
  return request?.address.texts ?? []
}

describe('addresses of Go', () => {
  it.each([
    ['fmt.Sprintf("https://%s.amocrm.com%s", sub, "/api/v4/leads")', 'https://{sub}.amocrm.com/api/v4/leads'],
    [
      '"https://" + host + "/api/v4/" + "leads/" + "1/" + "notes" + "?a=" + "b"',
      'https://{host}/api/v4/leads/1/notes?a=b',
    ],
    [
      '(&url.URL{Scheme: "https", Host: host, Path: "/api/v4/leads"}).String()',
      'https://{host}/api/v4/leads',
    ],
    ['base.ResolveReference(&url.URL{Path: "/api/v4/leads"}).String()', '{base}/api/v4/leads'],
  ])('%s', async (expression, text) => {
    expect(await address(expression)).toEqual([text])
  })

  it('fills the places of a format that a constant holds', async () => {
    expect(
      await address('fmt.Sprintf(base, host) + "/api/v4/leads"', 'const base = "https://%s.amocrm.com"\n'),
    ).toEqual(['https://{host}.amocrm.com/api/v4/leads'])
  })

  it('follows a field to where the object is made, by its type', async () => {
    const [request] = await requests(`
type Amo struct {
	base string
}

type Bot struct {
	base string
}

func NewAmo(sub string) *Amo {
	return &Amo{base: "https://" + sub + ".amocrm.com"}
}

func NewBot() *Bot {
	return &Bot{base: "https://bot.example.org"}
}

func (a *Amo) address(path string) string {
	return a.base + path
}

func (a *Amo) Leads() (*http.Response, error) {
	return http.Get(a.address("/api/v4/leads"))
}
`)
    expect(request?.address.texts).toEqual(['https://{sub}.amocrm.com/api/v4/leads'])
  })
})

describe('clients of Go', () => {
  it('tells what goes through a function of another file together', async () => {
    const found = await requests(`
func one(amo *Client, base string) {
	req, _ := http.NewRequest("GET", base+"/api/v4/leads", nil)
	amo.DoRequest(req)
}

func other(amo *Client, base string) {
	req, _ := http.NewRequest("GET", base+"/api/v4/contacts", nil)
	amo.DoRequest(req)
}
`)
    expect(found.map(({ through }) => [through.kind, through.name])).toEqual([
      ['instance', 'amo.DoRequest'],
      ['instance', 'amo.DoRequest'],
    ])
    expect(new Set(found.map(({ through }) => through.key)).size).toBe(1)
  })

  it('finds the client that an own function sends with', async () => {
    const [request] = await requests(`
type Amo struct {
	client *http.Client
	host   string
}

func New(amoHost string) *Amo {
	return &Amo{host: amoHost, client: &http.Client{CheckRedirect: func(req *http.Request, via []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

func (a *Amo) send(req *http.Request) (*http.Response, error) {
	return a.client.Do(req)
}

func (a *Amo) Leads() (*http.Response, error) {
	req, err := http.NewRequest(http.MethodGet, "https://"+a.host+"/api/v4/leads", nil)
	if err != nil {
		return nil, err
	}
	return a.send(req)
}
`)
    expect(request?.verb).toBe('GET')
    expect(request?.settings.CheckRedirect).toContain('ErrUseLastResponse')
    expect(request?.address.texts).toEqual(['https://{amoHost}/api/v4/leads'])
  })
})
