/**
 * What runs in the page. Everything of the report goes in as text (`textContent`), never as markup. No library, no network:
 * the policy of the page forbids both.
 */
export const SCRIPT = `
'use strict'
const data = JSON.parse(document.getElementById('data').textContent)
const PAGE = 100
const FILTERS = ['severity', 'rule', 'role', 'kind', 'state']
const state = { search: '', severity: '', rule: '', role: '', kind: '', state: 'new', path: '', shown: PAGE }
const root = document.documentElement
const saved = (() => { try { return localStorage.getItem('kommo-migrate-theme') } catch { return null } })()
const isDark = () => root.dataset.theme === 'dark'
const setTheme = (dark) => { root.dataset.theme = dark ? 'dark' : 'light'; byId('theme').textContent = dark ? 'Light' : 'Dark'; byId('theme').setAttribute('aria-pressed', String(dark)) }
const byId = (id) => document.getElementById(id)
function el(tag, props, ...children) {
  const node = document.createElement(tag)
  for (const [key, value] of Object.entries(props || {})) {
    if (key === 'class') node.className = value
    else if (key.startsWith('on')) node.addEventListener(key.slice(2), value)
    else node.setAttribute(key, value)
  }
  for (const child of children) if (child !== '' && child != null) node.append(child)
  return node
}
/** Text with its code spans set apart. */
function prose(text) {
  const box = document.createDocumentFragment()
  text.split(/(\\\`[^\\\`]*\\\`)/).forEach((part, index) => box.append(index % 2 ? el('code', {}, part.slice(1, -1)) : part))
  return box
}
function matches(finding) {
  if (state.severity && finding.severity !== state.severity) return false
  if (state.rule && finding.rule !== state.rule) return false
  if (state.role && finding.role !== state.role) return false
  if (state.kind && finding.kind !== state.kind) return false
  if (state.state && finding.state !== state.state) return false
  if (state.path && finding.path !== state.path && !finding.path.startsWith(state.path + '/')) return false
  if (!state.search) return true
  const text = [finding.path, finding.rule, finding.message, finding.help, finding.frame].join('\\n').toLowerCase()
  return state.search.toLowerCase().split(/\\s+/).every((word) => text.includes(word))
}
function diff(lines) {
  const pre = el('pre', { 'aria-label': 'diff of the fix' })
  for (const line of lines) {
    const kind = { '+': 'plus', '-': 'minus', '@': 'at' }[line[0]]
    pre.append(el('span', { class: kind }, (kind === 'at' ? line.slice(2) : line) + '\\n'))
  }
  return pre
}
function body(finding) {
  const box = el('div', { class: 'body' }, el('p', {}, prose(finding.message)), el('pre', {}, finding.frame))
  if (finding.help) box.append(el('p', {}, prose(finding.help)))
  if (finding.reason) box.append(el('p', { class: 'dim' }, 'Accepted: ', finding.reason))
  if (finding.diff.length) box.append(diff(finding.diff))
  if (finding.related.length)
    box.append(el('ul', {}, ...finding.related.map((one) => el('li', {}, el('code', {}, one.place), ' ', prose(one.note)))))
  return box
}
function card(finding) {
  const summary = el('summary', {}, el('span', { class: 'tag ' + finding.severity }, finding.severity === 'info' ? 'note' : finding.severity),
    el('span', { class: 'tag ' + finding.kind }, finding.kind), el('b', {}, finding.rule), ' ', finding.path + ':' + finding.line + ':' + finding.column)
  const box = el('details', { class: 'finding is-' + finding.severity }, summary)
  // Bodies are made when they are opened: there may be thousands.
  box.addEventListener('toggle', () => { if (box.open && box.children.length === 1) box.append(body(finding)) })
  return box
}
function render() {
  const found = data.findings.filter(matches)
  const list = byId('list')
  list.replaceChildren(...found.slice(0, state.shown).map(card))
  byId('count').textContent = found.length + (found.length === 1 ? ' finding' : ' findings') + (found.length > state.shown ? ', ' + state.shown + ' shown' : '')
  if (found.length > state.shown)
    list.append(el('button', { class: 'more', type: 'button', onclick: () => { state.shown += PAGE * 5; render() } }, 'Show more'))
  byId('path').textContent = state.path ? 'In ' + state.path + ' ×' : ''
  byId('path').hidden = !state.path
}
function change(patch) {
  Object.assign(state, patch, { shown: PAGE })
  for (const key of FILTERS) byId(key).value = state[key]
  render()
}
function tally(key) {
  const counts = new Map()
  for (const finding of data.findings) if (finding.state === 'new') { const name = key(finding); if (name) counts.set(name, (counts.get(name) || 0) + 1) }
  return [...counts].sort((a, b) => b[1] - a[1])
}
function bars(title, rows, pick) {
  const most = Math.max(1, ...rows.map((row) => row[1]))
  const box = el('section', { class: 'card' }, el('h2', {}, title))
  for (const [name, count] of rows.slice(0, 12)) {
    const line = el('i', {})
    line.style.width = (100 * count) / most + '%'
    box.append(el('button', { class: 'bar', type: 'button', title: name, onclick: () => { pick(name); byId('findings').scrollIntoView() } }, el('span', {}, name), el('span', {}, String(count)), line))
  }
  if (rows.length > 12) box.append(el('p', { class: 'dim' }, 'and ' + (rows.length - 12) + ' more'))
  if (rows.length === 0) box.append(el('p', { class: 'dim' }, 'Nothing.'))
  return box
}
const folderOf = (path) => (path.includes('/') ? path.split('/').slice(0, 2).slice(0, path.split('/').length - 1).join('/') : '.')
for (const tile of document.querySelectorAll('.map g')) {
  const go = () => { change({ path: tile.dataset.path }); byId('findings').scrollIntoView() }
  tile.addEventListener('click', go)
  tile.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); go() } })
}
byId('charts').prepend(
  bars('By rule', tally((f) => f.rule), (rule) => change({ rule })),
  bars('By what the host is for', tally((f) => f.role), (role) => change({ role })),
  bars('By folder', tally((f) => folderOf(f.path)), (name) => change({ path: name === '.' ? '' : name })))
for (const key of FILTERS) {
  const select = byId(key)
  const names = [...new Set(data.findings.map((finding) => finding[key]).filter(Boolean))].sort()
  for (const name of names) select.append(el('option', { value: name }, key === 'severity' && name === 'info' ? 'note' : name))
  select.addEventListener('change', () => change({ [key]: select.value }))
}
if (!data.findings.some((finding) => finding.state === 'new')) state.state = ''
byId('search').addEventListener('input', (event) => change({ search: event.target.value.trim() }))
byId('path').addEventListener('click', () => change({ path: '' }))
byId('filters').addEventListener('submit', (event) => event.preventDefault())
byId('filters').addEventListener('reset', () => setTimeout(() => change({ search: '', severity: '', rule: '', role: '', kind: '', state: '', path: '' })))
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !/^(?:INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); byId('search').focus() }
})
byId('theme').addEventListener('click', () => {
  setTheme(!isDark())
  try { localStorage.setItem('kommo-migrate-theme', root.dataset.theme) } catch {}
})
setTheme(saved ? saved === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches)
change({})
`
