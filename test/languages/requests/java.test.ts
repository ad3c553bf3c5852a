import { describe, expect, it } from 'vitest'
import { read } from '../read.js'

async function java(imports: string, body: string) {
  const code = `${imports}\nclass Amo {\n    private static final String BASE = "https://%s.amocrm.com";\n    void send(String sub, String json) {\n${body}\n    }\n}\n`
  return (await read('Amo.java', code)).requests?.requests ?? []
}

const URL_IMPORT = 'import java.net.URL;'

describe('addresses of Java', () => {
  it.each([
    [
      'new URL("https://" + sub + ".amocrm.com/api/v4/leads").openConnection();',
      'https://{sub}.amocrm.com/api/v4/leads',
    ],
    [
      'new URL(String.format(BASE, sub) + "/api/v4/leads").openConnection();',
      'https://{sub}.amocrm.com/api/v4/leads',
    ],
    [
      'URI.create("https://" + sub + ".amocrm.com/api/v4/leads").toURL().openConnection();',
      'https://{sub}.amocrm.com/api/v4/leads',
    ],
    [
      'StringBuilder url = new StringBuilder("https://").append(sub);\nurl.append(".amocrm.com").append("/api/v4/leads");\nnew URL(url.toString()).openConnection();',
      'https://{sub}.amocrm.com/api/v4/leads',
    ],
  ])('%s', async (body, text) => {
    expect((await java(URL_IMPORT, body)).map(({ address }) => address.texts)).toEqual([[text]])
  })

  it('reads builders of addresses', async () => {
    const [request] = await java(
      'import org.springframework.web.client.RestTemplate;\nimport org.springframework.web.util.UriComponentsBuilder;',
      'RestTemplate rest = new RestTemplate();\nrest.getForObject(UriComponentsBuilder.fromHttpUrl("https://" + sub + ".amocrm.com").path("/api/v4/leads").queryParam("limit", 250).toUriString(), String.class);',
    )
    expect(request).toMatchObject({
      client: 'spring-rest-template',
      verb: 'GET',
      address: { texts: ['https://{sub}.amocrm.com/api/v4/leads'] },
    })
  })
})

describe('clients of Java', () => {
  it('leaves a verb open that only some branch sets', async () => {
    const [request] = await java(
      'import okhttp3.*;',
      'Request.Builder builder = new Request.Builder().url(String.format(BASE, sub));\nif (json != null) {\nbuilder.post(RequestBody.create(json, JSON));\n}\nclient.newCall(builder.build()).execute();',
    )
    expect(request?.client).toBe('okhttp')
    expect(request?.verb).toBeUndefined()
  })

  it('tells the two clients of Apache apart by their packages', async () => {
    const send = 'HttpGet get = new HttpGet(String.format(BASE, sub));'
    const [four] = await java('import org.apache.http.client.methods.HttpGet;', send)
    const [five] = await java('import org.apache.hc.client5.http.classic.methods.HttpGet;', send)
    expect([four?.client, five?.client]).toEqual(['apache-http-4', 'apache-http-5'])
    expect(await java('import studio.http.HttpGet;\nimport java.net.URL;', send)).toEqual([])
  })

  it('reads what a block of Kotlin sets', async () => {
    const model = await read(
      'Amo.kt',
      'import java.net.HttpURLConnection\nimport java.net.URL\n\nfun send(sub: String) {\n    val connection = (URL("https://$sub.amocrm.com/api/v4/leads").openConnection() as HttpURLConnection).apply {\n        requestMethod = "PATCH"\n        instanceFollowRedirects = false\n    }\n    connection.connect()\n}\n',
    )
    expect(model.requests?.requests[0]).toMatchObject({
      client: 'java-url-connection',
      verb: 'PATCH',
      settings: { instanceFollowRedirects: 'false' },
    })
  })
})
