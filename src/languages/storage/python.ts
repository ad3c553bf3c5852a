import { alembic } from './alembic.js'
import type { Extractor } from './context.js'
import { django } from './django.js'
import { peewee, tortoise } from './peewee.js'
import { pythonAsks } from './python-asks.js'
import { sqlalchemy } from './sqlalchemy.js'

/** What Python keeps its tables with. */
export const python: readonly Extractor[] = [django, sqlalchemy, alembic, peewee, tortoise, pythonAsks]
