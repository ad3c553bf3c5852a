import type { Use } from '../../src/sites.js'
import type { Form, Outcome } from './cell.js'

const ONE_TEXT = 'the place holds one text, as it is written'
const DATA = 'data files have no expressions'
const PROSE = 'what people read is never changed unseen'

/** Cells of use and form, and of use and outcome, that cannot be filled, with the reason. */
export const notApplicable: Partial<Record<Use['is'], Partial<Record<Form | Outcome, string>>>> = {
  receiver: { regex: 'what is done with a pattern is its `pattern` use' },
  part: {
    regex: 'a pattern of pieces is a concatenation or a constant',
    kept: 'a piece is kept only as what the whole is',
  },
  compare: { regex: 'a pattern is tested, not compared' },
  case: {
    list: 'a label is one value',
    regex: 'a label is compared, not tested',
    review: 'a label is written beside its twin, or not at all',
  },
  arm: { manual: 'an arm moves, alone or with its test; its test may be left to a person' },
  key: {
    regex: 'a key is a text',
    safe: 'what lies under a key would have to be written twice',
  },
  storageKey: {
    list: 'a key is one text',
    regex: 'a key is a text',
    safe: 'what is stored under a key has to move with it',
    manual: 'the change of the key is offered, the stored data is named',
    kept: 'no key is right as it is',
  },
  unknown: {
    safe: 'where the value goes is not seen',
    manual: 'the change is offered for a person to look at',
    kept: 'where the value goes is not seen',
  },
  attribute: { list: 'an attribute holds one text' },
  setting: { concatenation: DATA, constant: DATA },
  directive: {
    concatenation: 'a policy put together by code is an argument or an entry',
    constant: 'a policy put together by code is an argument or an entry',
    regex: 'a policy has no patterns',
    review: 'a source is written beside its twin, or its host is not known',
  },
  type: {
    concatenation: 'a type is written, not worked out',
    constant: 'a type is written, not worked out',
    regex: 'types have no patterns',
  },
  comment: {
    template: ONE_TEXT,
    concatenation: ONE_TEXT,
    constant: ONE_TEXT,
    list: ONE_TEXT,
    regex: ONE_TEXT,
    safe: PROSE,
  },
  prose: {
    template: ONE_TEXT,
    concatenation: ONE_TEXT,
    constant: ONE_TEXT,
    list: ONE_TEXT,
    regex: ONE_TEXT,
    safe: PROSE,
  },
  recorded: {
    template: DATA,
    concatenation: DATA,
    constant: DATA,
    list: DATA,
    regex: DATA,
    safe: 'a recording is made again, not edited',
    review: 'a recording is made again, not edited',
    kept: 'a recording of the old host is always named',
  },
  embedded: { safe: PROSE, kept: 'code in prose is shown to people: every old host in it is named' },
}
