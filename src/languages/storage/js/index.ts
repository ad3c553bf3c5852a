import type { Extractor } from '../context.js'
import { mongoose } from './mongoose.js'
import { sequelize } from './sequelize.js'
import { typeorm } from './typeorm.js'

/** Readers of the libraries of JavaScript and TypeScript. */
export const jsStorage: readonly Extractor[] = [typeorm, sequelize, mongoose]
