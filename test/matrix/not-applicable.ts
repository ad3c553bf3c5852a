import type { Use } from '../../src/sites.js'
import type { Form, Outcome } from './cell.js'

/** Cells that cannot be filled, by rule: all forms, or all outcomes, where none are named. */
export interface NotApplicable {
  uses: readonly Use['is'][]
  forms?: readonly Form[]
  outcomes?: readonly Outcome[]
  why: string
}

export const notApplicable: readonly NotApplicable[] = [
  {
    uses: ['comment', 'prose'],
    forms: ['template', 'concatenation', 'constant', 'list', 'regex'],
    why: 'text for people is read as it is written: nothing in it is put together, listed or matched',
  },
  {
    uses: ['comment', 'prose', 'embedded'],
    outcomes: ['safe'],
    why: 'what people read is never changed unseen',
  },
  {
    uses: ['embedded'],
    outcomes: ['kept'],
    why: 'who copies shown code takes its host along: each is named',
  },
  {
    uses: ['recorded'],
    forms: ['template', 'concatenation', 'constant', 'list', 'regex'],
    why: 'a recording holds what was sent, letter for letter',
  },
  { uses: ['recorded'], outcomes: ['safe', 'review'], why: 'a recording is made again, not edited' },
  { uses: ['recorded'], outcomes: ['kept'], why: 'a recording of the old host is always named' },
  { uses: ['setting'], forms: ['concatenation', 'constant'], why: 'data files have no expressions' },
  {
    uses: ['directive'],
    forms: ['concatenation', 'constant'],
    why: 'a policy that code puts together is an argument or an entry',
  },
  { uses: ['directive'], forms: ['regex'], why: 'a policy has wildcards, no patterns' },
  {
    uses: ['directive'],
    outcomes: ['review'],
    why: 'a source is written beside its twin, or the host of its twin is not known',
  },
  {
    uses: ['type'],
    forms: ['concatenation', 'constant', 'regex'],
    why: 'a type is written out; no program works it out',
  },
  {
    uses: ['type'],
    forms: ['list'],
    outcomes: ['safe'],
    why: 'its values decide which members a union needs',
  },
  {
    uses: ['compare', 'case', 'key', 'storageKey', 'receiver'],
    forms: ['regex'],
    why: 'a pattern is run, neither compared nor looked up: that is its `pattern` use',
  },
  { uses: ['part'], forms: ['regex'], why: 'a pattern of pieces is a concatenation or a template' },
  { uses: ['part'], outcomes: ['kept'], why: 'a piece is kept only as what the whole is' },
  {
    uses: ['pattern'],
    forms: ['template', 'concatenation'],
    outcomes: ['safe'],
    why: 'what a pattern is filled up with can change what it takes: no sample proves the result',
  },
  { uses: ['case', 'attribute', 'storageKey'], forms: ['list'], why: 'the place holds one value' },
  {
    uses: ['case'],
    forms: ['literal', 'template', 'concatenation', 'regex'],
    outcomes: ['review'],
    why: 'a label that is a text is written beside its twin, or not at all',
  },
  {
    uses: ['case'],
    forms: ['constant'],
    outcomes: ['safe'],
    why: 'the twin of a name is written out: a person may want a second name',
  },
  { uses: ['key'], outcomes: ['safe'], why: 'what lies under a key would have to be written twice' },
  {
    uses: ['key'],
    forms: ['template', 'concatenation', 'constant'],
    outcomes: ['review'],
    why: 'a key that is worked out is not written twice',
  },
  {
    uses: ['arm'],
    outcomes: ['manual'],
    why: 'an arm moves, alone or with its test; its test may be left to a person',
  },
  {
    uses: ['attribute'],
    forms: ['regex'],
    outcomes: ['safe'],
    why: 'what a component does with a pattern is not seen, and nothing runs the one of an input',
  },
  { uses: ['storageKey'], outcomes: ['safe'], why: 'what is stored under a key has to move with it' },
  {
    uses: ['storageKey'],
    outcomes: ['manual'],
    why: 'the change of the key is offered, the stored data is named',
  },
  { uses: ['storageKey'], outcomes: ['kept'], why: 'no key is right as it is' },
  { uses: ['unknown'], outcomes: ['safe', 'kept'], why: 'where the value goes is not seen' },
  { uses: ['unknown'], outcomes: ['manual'], why: 'the change is offered for a person to look at' },
]
