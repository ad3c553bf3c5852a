// Programs in other languages for fixes.mjs. A language that is not installed is passed over.
import { execFileSync } from 'node:child_process'

const VERBS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']

const GO_CLIENT = `package main

import (
	"net/http"
	"strings"
	"time"
)

type account struct {
	baseDomain string
	token      string
}

var amo = &http.Client{Timeout: 10 * time.Second}

func (a account) send(verb, query, data string) error {
	req, err := http.NewRequest(verb, "https://"+a.baseDomain+"/api/v4/leads?"+query, strings.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+a.token)
	resp, err := amo.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
`
/** Names are addresses of this machine, as in hosts.cjs. */
const GO_MAIN = `package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
)

func main() {
	transport := http.DefaultTransport.(*http.Transport)
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, _ := net.SplitHostPort(address)
		to := "127.0.0.2"
		if strings.HasPrefix(address, "acme.amocrm.com:") {
			to = "127.0.0.1"
		}
		return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(to, port))
	}
	for i, verb := range []string{${VERBS.map((verb) => `"${verb}"`).join(', ')}} {
		for _, to := range []string{"acme.kommo.com", "other.example"} {
			data := ""
			if verb != "GET" {
				data = \`{"name":"lead"}\`
			}
			err := account{os.Args[1], os.Args[2]}.send(verb, fmt.Sprintf("n=%s-%d&to=%s", os.Args[3], i, to), data)
			if err != nil && os.Getenv("LAB_SHOW") != "" {
				fmt.Fprintln(os.Stderr, verb, to, err)
			}
		}
	}
}
`

const PYTHON_CLIENT = `import requests


class Account:
    """An account of amoCRM."""

    def __init__(self, base_domain, token):
        self.base_domain = base_domain
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def send(self, verb, query, data):
        url = f"https://{self.base_domain}/api/v4/leads?{query}"
        return self.session.request(verb, url, data=data)
`
const PYTHON_MAIN = `import socket
import sys

from leads import Account

ask = socket.getaddrinfo


def local(host, *rest, **named):
    known = {"acme.amocrm.com": "127.0.0.1", "acme.kommo.com": "127.0.0.2", "other.example": "127.0.0.2"}
    return ask(known.get(host, host), *rest, **named)


socket.getaddrinfo = local
host, token, first = sys.argv[1:]
for i, verb in enumerate(${JSON.stringify(VERBS)}):
    for to in ["acme.kommo.com", "other.example"]:
        Account(host, token).send(verb, f"n={first}-{i}&to={to}", None if verb == "GET" else '{"name":"lead"}')
`

/** What fixes.mjs runs: `file` is what the fix changes, `version` what is installed, `undefined` for nothing. */
export const OTHERS = [
  {
    title: 'net/http, a client',
    version: () => said('go', ['env', 'GOVERSION']),
    file: 'leads.go',
    code: GO_CLIENT,
    files: { 'main.go': GO_MAIN, 'go.mod': 'module amocrm/lab\n\ngo 1.19\n' },
    command: ['go', 'run', '.'],
  },
  {
    title: 'requests, a session',
    version: () => said('python3', ['-c', 'import requests; print(requests.__version__)']),
    file: 'leads.py',
    code: PYTHON_CLIENT,
    files: { 'main.py': PYTHON_MAIN },
    command: ['python3', 'main.py'],
  },
]

function said(command, given) {
  try {
    return execFileSync(command, given, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  } catch {
    return undefined
  }
}
