import { bitrix } from './bitrix.js'
import type { Extractor } from './context.js'
import { doctrine } from './doctrine.js'
import { eloquent } from './eloquent.js'
import { laravel } from './laravel.js'
import { phinx } from './phinx.js'
import { yii } from './yii.js'

/** What PHP keeps its records with. */
export const php: readonly Extractor[] = [laravel, eloquent, doctrine, yii, phinx, bitrix]
