const ONE_TEXT = 'it is one text, as it is written'

/** Cells of role and form that no language can fill, with the reason. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  'target regex': 'nothing is sent to a pattern',
  'peer template': 'a header names one origin, written as one text',
  'peer concatenation': 'a header names one origin, written as one text',
  'peer constant': 'a header names one origin, written as one text',
  'peer list': 'a header names one origin',
  'peer regex': 'a header names one origin',
  'branch constant': 'the host is put together where it is used',
  'branch list': 'the host is put together where it is used',
  'recorded template': ONE_TEXT,
  'recorded concatenation': ONE_TEXT,
  'recorded constant': 'recorded data is held by a name as often as not',
  'recorded list': 'recorded data is listed as often as not',
  'recorded regex': 'recorded data has no patterns',
  'text template': ONE_TEXT,
  'text concatenation': ONE_TEXT,
  'text constant': ONE_TEXT,
  'text list': ONE_TEXT,
  'text regex': ONE_TEXT,
}

/** Why no fixture of a language has a role in a form; `undefined` where one must. */
export function notApplicable(role: string, form: string): string | undefined {
  return EVERYWHERE[`${role} ${form}`]
}
