import { describe, expect, it } from 'vitest'
import { lines, read, shown } from './read.js'

describe('texts of shell scripts', () => {
  it('fills in variables, defaults and what commands write', async () => {
    const { texts, syntax } = await read(
      'a.sh',
      'curl "https://$SUB.amocrm.com/${PAGE:-1}"\ncurl https://"$SUB".amocrm.com\nX=$(printf \'https://%s.amocrm.com\' "$SUB")\n',
    )
    expect(syntax).toBe('tree')
    expect(texts.map(shown)).toEqual([
      'https://<SUB>.amocrm.com/<>',
      'https://<SUB>.amocrm.com',
      'https://<SUB>.amocrm.com',
    ])
  })

  it('reads heredocs as they are marked, and line ends of Windows', async () => {
    const { texts } = await read(
      'a.sh',
      "cat <<A\r\nhttps://$S.amocrm.com\r\nA\r\ncat <<'B'\r\n$S.amocrm.com\r\nB\r\n",
    )
    expect(texts.map((site) => shown(site).trim())).toEqual(['https://<S>.amocrm.com', '$S.amocrm.com'])
  })
})

describe('tests of shell scripts', () => {
  it('tells tests that are commands from those inside brackets', async () => {
    const { texts } = await read(
      'a.sh',
      'x && [ "$h" = "a.amocrm.com" ]\n[[ $h == *.amocrm.com ]] && y\n! [ "$h" = "b.amocrm.com" ]\n[ "$h" = "c.amocrm.com" -o -z "$h" ]\n',
    )
    expect(texts.map(({ uses }) => uses[0])).toEqual([
      expect.objectContaining({ test: expect.objectContaining({ join: '||', grouped: false }) }),
      expect.objectContaining({ test: expect.objectContaining({ join: '||', grouped: true, how: 'ends' }) }),
      expect.objectContaining({ test: expect.objectContaining({ join: '&&' }) }),
      expect.objectContaining({ is: 'argument', callee: 'test' }),
    ])
  })

  it('reads patterns of one engine only, and labels of a case', async () => {
    const model = await read(
      'a.sh',
      "grep -qE 'a\\.amocrm\\.com$' f\n[[ $h =~ ^b\\.amocrm\\.com$ ]]\ngrep -q 'c\\.amocrm\\.com' f\ncase $h in d.amocrm.com|x) y ;; esac\n",
    )
    expect(lines(model)).toEqual([
      'a\\.amocrm\\.com$ -> pattern a\\.amocrm\\.com$ test',
      '^b\\.amocrm\\.com$ -> pattern ^b\\.amocrm\\.com$ test',
      'c\\.amocrm\\.com -> argument grep 0',
      'd.amocrm.com -> case, element of case [d.amocrm.com x] for case',
    ])
  })
})
