import { activeRecord } from './active-record.js'
import type { Extractor } from './context.js'
import { rails } from './rails.js'
import { rubyAsks } from './ruby-asks.js'
import { sequel } from './sequel.js'

/** What Ruby keeps its tables with. */
export const ruby: readonly Extractor[] = [rails, activeRecord, sequel, rubyAsks]
