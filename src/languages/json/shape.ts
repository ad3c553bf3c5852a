import type { Span } from '../../sites.js'
import type { FileModel } from '../language.js'

/** What `FileModel.data` holds for a JSON file: its value and where each part of it stands. Read lazily. */
export interface JsonData {
  kind: 'json'
  /** The parsed value; the last one of duplicate keys. `undefined` when the file is empty or too broken. */
  readonly value: unknown
  /** Span of the value at `path`, quotes and brackets included. */
  valueSpan(path: readonly (string | number)[]): Span | undefined
  /** Span of the key of the property at `path`, without its quotes. */
  keySpan(path: readonly (string | number)[]): Span | undefined
}

/** The JSON data of a model, or `undefined` for files of other kinds. */
export function jsonDataOf(model: Pick<FileModel, 'data'>): JsonData | undefined {
  const data = model.data as Partial<JsonData> | undefined
  return data?.kind === 'json' ? (data as JsonData) : undefined
}
