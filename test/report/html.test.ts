import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/findings/finding.js'
import { html } from '../../src/report/html/index.js'
import { treemap } from '../../src/report/html/treemap.js'
import { reportOf } from './report.js'

const EVIL = '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">'

/** Findings of several kinds; names and texts try to become markup. */
function hostile() {
  const states: Partial<Finding>[] = [
    { severity: 'error', rule: 'legacy-host', role: 'target', message: `a \`code\` ${EVIL}` },
    { state: 'baseline' },
    { state: 'suppressed', suppression: { by: 'comment', reason: EVIL } },
  ]
  let index = 0
  const files: Record<string, string> = {
    [`src/${EVIL.replaceAll('/', '_')}.js`]: `AMOCRM ${EVIL}\nAMOCRM\nAMOCRM`,
    'src/deep/b.js': 'x(AMOCRM)\ny(AMOCRM)',
  }
  for (let i = 0; i < 130; i++) files[`lib/file${i}.js`] = 'AMOCRM'
  const { report, context } = reportOf(files, () => states[index++] ?? {})
  report.notes.push({ path: 'w.zip', code: 'archive', message: EVIL })
  report.summary.findings = { error: 1, warning: 132, info: 0, baseline: 1, suppressed: 1 }
  return { report, context }
}

describe('the map', () => {
  const items = [50, 30, 10, 5, 3, 1, 1].map((count, i) => ({ name: String(i), count }))
  const tiles = treemap(items, 1000, 400)

  test('gives every file its share, inside and without overlap', () => {
    for (const { count, x, y, width, height } of tiles) {
      expect(width * height).toBeCloseTo((count / 100) * 400_000, 3)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(1000.001)
      expect(y + height).toBeLessThanOrEqual(400.001)
    }
    for (const [i, a] of tiles.entries())
      for (const b of tiles.slice(i + 1)) {
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
        expect(Math.min(across, down)).toBeLessThan(0.001)
      }
  })

  test('of nothing is empty', () => {
    expect(treemap([], 1000, 400)).toEqual([])
  })
})

test('the page is one file that loads nothing, and no text of others ends its data', () => {
  const { report, context } = hostile()
  const page = html(report, context)
  expect(page).toMatch(/default-src &?'?none|default-src 'none'/)
  expect(page.match(/<\/script>/g)).toHaveLength(2)
  expect(page).not.toMatch(/<(?:link|iframe|object)\b|<script src|@import|url\(/)
  expect(page).not.toContain('<img')
  const data = JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '')
  expect(data.findings).toHaveLength(report.findings.length)
  expect(data.findings[0].diff.slice(1)).toEqual([
    expect.stringMatching(/^-AMOCRM /),
    expect.stringMatching(/^\+APP /),
  ])
  expect(data.findings[0].frame).toContain('^^^^^^')
})

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
)

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  let browser: Browser
  let page: Page
  let folder: string
  const problems: string[] = []
  const requests: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kommo-migrate-html-'))
    const { report, context } = hostile()
    writeFileSync(join(folder, 'report.html'), html(report, context))
    browser = await puppeteer.launch({
      executablePath: CHROMIUM as string,
      args: ['--no-sandbox', '--disable-gpu'],
    })
    page = await browser.newPage()
    page.on('console', (message) => problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(pathToFileURL(join(folder, 'report.html')).href)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const count = () => page.$eval('#count', (node) => node.textContent)
  const cards = () => page.$$eval('details.finding', (nodes) => nodes.length)

  test('shows what is new, some at a time, without an error or a request', async () => {
    expect(await count()).toBe('133 findings, 100 shown')
    expect(await cards()).toBe(100)
    await page.click('.more')
    expect(await cards()).toBe(133)
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(problems).toEqual([])
    expect(requests).toHaveLength(1)
  })

  test('opens a finding by keyboard: message, code, diff', async () => {
    await page.focus('details.finding summary')
    await page.keyboard.press('Enter')
    await page.waitForSelector('details.finding[open] .body')
    const text = await page.$eval('details.finding[open] .body', (node) => node.textContent ?? '')
    expect(text).toContain('</script><script>window.hacked=1')
    expect(await page.$$eval('details[open] .plus', (nodes) => nodes.length)).toBe(1)
    expect(await page.$$eval('details[open] code', (nodes) => nodes[0]?.textContent)).toBe('code')
  })

  test('searches, filters, follows the charts and the map, and forgets it all', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('deep')
    expect(await count()).toBe('2 findings')
    await page.click('button[type=reset]')
    await page.waitForFunction("document.getElementById('count').textContent.startsWith('135')")
    await page.select('#state', 'suppressed')
    expect(await count()).toBe('1 finding')
    await page.click('button[type=reset]')
    await page.waitForFunction("document.getElementById('count').textContent.startsWith('135')")
    await page.select('#severity', 'error')
    expect(await count()).toBe('1 finding')
    await page.click('button[type=reset]')
    await page.waitForFunction("document.getElementById('count').textContent.startsWith('135')")
    await page.evaluate("document.querySelector('.map g').focus()")
    await page.keyboard.press('Enter')
    expect(await page.$eval('#path', (node) => node.textContent)).toMatch(/^In .* ×$/)
    await page.click('#path')
    await page.click('#charts .bar')
    expect(await page.$eval('#rule', (node) => (node as unknown as { value: string }).value)).toBe(
      'amocrm-global',
    )
  })

  test('has two themes, and fits a phone', async () => {
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await ground()
    await page.click('#theme')
    expect(await ground()).not.toBe(light)
    await page.setViewport({ width: 360, height: 740 })
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(360)
    expect(problems).toEqual([])
  })
})
