const HEADS: readonly RegExp[] = [
  /^# (?:Netscape )?HTTP Cookie File/im,
  /^#HttpOnly_/m,
  /^(?:#HttpOnly_)?\.?[\w.-]+\t(?:TRUE|FALSE)\t\/[^\t]*\t(?:TRUE|FALSE)\t\d+\t/m,
  /^-- (?:MySQL|MariaDB|PostgreSQL database|phpMyAdmin SQL|Adminer \S+ (?:MySQL|PostgreSQL)) ?(?:dump|Dump)?/m,
  /^(?:---\s*)?http_interactions:/m,
  /^recorded_with: VCR/m,
  /^interactions:\s*\n- (?:request|response):/m,
  /"log"\s*:\s*\{\s*"(?:version|creator)"/,
]

/** Whether a text was recorded by a machine: cookie jars, HAR, cassettes, database dumps, logs. */
export function isRecording(path: string, text: string): boolean {
  if (/\.(?:log|har|pcap|dump|ics|eml)$/i.test(path) || /(?:^|\/)(?:cassettes|vcr)\//i.test(path)) return true
  const head = text.slice(0, 4000)
  return HEADS.some((pattern) => pattern.test(head))
}
