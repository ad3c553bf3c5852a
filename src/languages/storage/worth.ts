/** Names under which programs keep what identifies an account of the CRM. */
const NAMED =
  /sub_?(?:domain|url)|(?:base|account|portal|crm|kommo|amo\w*)_?domain|domain_?name|account_?(?:\w{1,12}_?)?(?:id\b|ids\b|url|host)|(?:amo|kommo)\w*_?id\b|referer|\bportal_?(?:id|url)?\b|\bdomain\b|accounts?(?:kommo|amo)|\b(?:ForeignKey|OneToOneField|ManyToManyField)\(|\bforeign_key=|\bmigrations\.Migration\b|\bdown_revision\b|[(,]\s*pk=|session\.(?:get|merge)\(/i

/** Words of schemas, of look-ups and of stores with keys. */
const STORED =
  /primary|unique|table|\bindex|\bcreate\b|\bmodel\b|entity|schema|column|migrat|find|fetch|exists|where|filter|first|select|upsert|insert|update|\bget|\bset\b|cache|redis|storage|\bmap\b|\bhas\b|lock|mutex|file|open|path|fopen|collection|object_?store|\bstores\b|\bkey\b|db[.:]|gorm|\[/i

/** Whether a text may say by what it keeps accounts apart; texts that do not take no part in it. */
export function isWorthStorage(text: string): boolean {
  return NAMED.test(text) && STORED.test(text)
}
