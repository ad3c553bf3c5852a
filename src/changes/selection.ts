/** The part of a project that a report is about. */
export interface Selection {
  /** Report paths of the files that the report is about; the others are examined for what they say of these. */
  only: ReadonlySet<string>
  /** Contents that take the place of those on the disk, by report path; with them, the run looks at the index. */
  staged?: ReadonlyMap<string, Buffer> | undefined
}
