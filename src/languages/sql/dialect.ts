import type { SqlDialect } from '../../storage.js'

/** What only one dialect writes, all over a text without its comments. */
const SIGNS: Readonly<Record<SqlDialect, RegExp>> = {
  sqlserver:
    /\bIDENTITY\s*\(\s*\d+\s*,|\bNVARCHAR\b|\[dbo\]|\bdbo\.|\bDATETIME2\b|\bUNIQUEIDENTIFIER\b|^\s*GO\s*$|\bOBJECT_ID\s*\(|\bN'|\bSYSDATETIME/gim,
  mysql:
    /`\w+`|\bAUTO_INCREMENT\b|\bENGINE\s*=|\bUNSIGNED\b|\bTINYINT\b|\bON\s+DUPLICATE\s+KEY\b|\bDEFAULT\s+CHARSET\b|\bMEDIUMTEXT\b|\bDATETIME\b/gi,
  sqlite:
    /\bAUTOINCREMENT\b|^\s*PRAGMA\b|\bsqlite_\w+|\bINSERT\s+OR\s+(?:REPLACE|IGNORE)\b|\bWITHOUT\s+ROWID\b/gim,
  postgresql:
    /\b(?:BIG|SMALL)?SERIAL\b|\bTIMESTAMPTZ\b|\bJSONB\b|\bBYTEA\b|::\w+|\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b|\bgen_random_uuid\b|\bpg_catalog\b|\bTIMESTAMP\(3\)|\bTIMESTAMP\s+WITH|\bDOUBLE\s+PRECISION\b|\bnextval\b|\bOWNER\s+TO\b|\bUSING\s+btree\b|\bALTER\s+TABLE\s+ONLY\b|\$\$/gi,
}

/** The dialect that a text of SQL is written in, where it shows. */
export function dialectOf(text: string): SqlDialect | undefined {
  const code = text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
  const counts = Object.entries(SIGNS).map(([name, sign]) => ({
    name: name as SqlDialect,
    count: code.match(sign)?.length ?? 0,
  }))
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a))
  return best.count > 0 ? best.name : undefined
}
