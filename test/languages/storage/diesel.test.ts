import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const rust = (code: string) => facts('schema.rs', `use diesel::prelude::*;\n\n${code}\n`)
const inside = (code: string) =>
  rust(`pub fn find(conn: &mut PgConnection, sub: &str, account_id: i64) {\n    ${code};\n}`)

describe('tables of Diesel', () => {
  it('reads keys and columns', async () => {
    expect(
      await rust(
        'diesel::table! {\n    /// Accounts.\n    crm.amo_accounts (account_id) {\n        account_id -> Int8,\n        // host\n        #[sql_name = "sub_domain"]\n        #[max_length = 100]\n        subdomain -> Nullable<Varchar>,\n    }\n}\n\ntable! {\n    leads (id) {\n        id -> Int4,\n        account_id -> Int8,\n    }\n}\n\ndiesel::joinable!(leads -> amo_accounts (account_id));',
      ),
    ).toEqual([
      'diesel model create amo_accounts (account_id: Int8; sub_domain?: Nullable<Varchar> < subdomain) primary(account_id @ account_id)',
      'diesel model create leads (id: Int4; account_id: Int8) primary(id @ id)',
      'diesel model alter leads () foreign(account_id -> amo_accounts)',
    ])
  })

  it('joins keys of several columns', async () => {
    expect(
      await rust('table! { tokens (domain, client_id) { domain -> Text, client_id -> Text, } }'),
    ).toEqual([
      'diesel model create tokens (domain: Text; client_id: Text) primary(domain, client_id @ domain, client_id)',
    ])
  })
})

describe('what is asked of Diesel', () => {
  it('finds one record', async () => {
    expect(
      await inside(
        'amo_accounts::table.filter(amo_accounts::subdomain.eq(sub).and(active.eq(true))).first::<Account>(conn)',
      ),
    ).toEqual(['lookup amo_accounts amo_accounts::table.filter.first subdomain=sub, active=true @ subdomain'])
    expect(await inside('amo_accounts.find(account_id).first(conn)')).toEqual([
      'lookup amo_accounts amo_accounts.find.first account_id=account_id @ account_id',
    ])
    expect(await inside('amo_accounts.filter(subdomain.eq(sub)).load(conn)')).toEqual([])
  })

  it('reads the columns of a conflict', async () => {
    expect(
      await inside(
        'diesel::insert_into(tokens::table).values(&new).on_conflict((domain, client_id)).do_update().set(&new).execute(conn)',
      ),
    ).toEqual([
      'upsert tokens insert_into.values.on_conflict.do_update.set.execute domain, client_id @ domain',
    ])
  })
})
