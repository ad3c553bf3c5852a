import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const migration = (code: string) =>
  facts(
    'db/migrate/20240101000000_create_accounts.rb',
    `class CreateAccounts < ActiveRecord::Migration[7.1]\n${code}\nend\n`,
  )
const change = (code: string) => migration(`  def change\n    ${code.replaceAll('\n', '\n    ')}\n  end`)

describe('migrations of Rails', () => {
  it('makes tables with keys of their own', async () => {
    expect(
      await change(`create_table :amo_accounts, id: false do |t|
  t.string :subdomain, primary_key: true, null: false
  t.bigint :account_id, null: false, index: { unique: true }
  t.references :owner, foreign_key: { to_table: :users, on_delete: :cascade }
  t.timestamps
end
create_table :tokens, primary_key: :account_id, id: :bigint do |t|
  t.string :base_domain
  t.index [:base_domain, :platform], unique: true
  t.index 'lower(base_domain)', unique: true, name: 'ix_lower'
end
create_table(:links, primary_key: [:subdomain, :link]) { |t| t.string :subdomain }`),
    ).toMatchInlineSnapshot(`
      [
        "rails migration create amo_accounts (subdomain: string; account_id: bigint; owner_id < owner) primary(subdomain @ primary_key: true) unique(account_id @ index: { unique: true }) foreign(owner_id -> users cascade)",
        "rails migration create tokens (account_id: bigint; base_domain: string) primary(account_id @ primary_key: :account_id) unique(base_domain, platform @ t.index [:base_domain, :platform], unique: true) unique ix_lower(base_domain @ t.index 'lower(base_domain)', unique: true, name: 'ix_lower')",
        "rails migration create links (subdomain: string) primary(subdomain, link @ primary_key: [:subdomain, :link])",
      ]
    `)
  })

  it('changes tables', async () => {
    expect(
      await change(`add_index :accounts, :subdomain, unique: true
add_index :accounts, %i[platform account_id], unique: true, name: 'ix'
remove_index :accounts, :domain
add_column :accounts, :referer, :string
add_reference :hooks, :account, foreign_key: true
add_foreign_key :hooks, :accounts, column: :subdomain, primary_key: :subdomain
change_table :accounts, bulk: true do |t|
  t.remove :host
  t.index :domain, unique: true
end`),
    ).toMatchInlineSnapshot(`
      [
        "rails migration alter accounts () unique(subdomain @ add_index :accounts, :subdomain, unique: true)",
        "rails migration alter accounts () unique ix(platform, account_id @ add_index :accounts, %i[platform account_id], unique: true, name: 'ix')",
        "rails migration alter accounts () drop unique(domain)",
        "rails migration alter accounts (referer: string)",
        "rails migration alter hooks (account_id < account) foreign(account_id -> accounts)",
        "rails migration alter hooks () foreign(subdomain -> accounts.subdomain)",
        "rails migration alter accounts () unique(domain @ t.index :domain, unique: true) drop column(host)",
      ]
    `)
  })

  it('reads the way up alone', async () => {
    expect(
      await migration(
        `  def up
    add_index :accounts, :account_id, unique: true
    reversible do |dir|
      dir.up { add_index :hooks, :subdomain, unique: true }
      dir.down { add_index :users, :subdomain, unique: true }
    end
  end

  def down
    add_index :accounts, :subdomain, unique: true
  end`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "rails migration alter accounts () unique(account_id @ add_index :accounts, :account_id, unique: true)",
        "rails migration alter hooks () unique(subdomain @ add_index :hooks, :subdomain, unique: true)",
      ]
    `)
  })

  it('reads the schema', async () => {
    expect(
      await facts(
        'db/schema.rb',
        `ActiveRecord::Schema[7.1].define(version: 2024_01_01_000000) do
  create_table "accounts", primary_key: "subdomain", id: :string, force: :cascade do |t|
    t.bigint "account_id", null: false
    t.index ["account_id"], name: "index_accounts_on_account_id", unique: true
  end

  add_foreign_key "tokens", "accounts", column: "subdomain", primary_key: "subdomain"
end
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "rails schema create accounts (subdomain: string; account_id: bigint) primary(subdomain @ primary_key: "subdomain") unique index_accounts_on_account_id(account_id @ t.index ["account_id"], name: "index_accounts_on_account_id", unique: true)",
        "rails schema alter tokens () foreign(subdomain -> accounts.subdomain)",
      ]
    `)
  })
})

describe('models of Active Record', () => {
  it('reads what they say of their keys', async () => {
    expect(
      await facts(
        'app/models/amo/account.rb',
        `module Amo
  class Account < ApplicationRecord
    self.table_name = 'amo_accounts'
    self.primary_key = :subdomain

    belongs_to :user
    belongs_to :owner, class_name: 'Amo::Owner', primary_key: :subdomain, foreign_key: :owner_subdomain
    validates :subdomain, presence: true, uniqueness: { scope: :platform, case_sensitive: false }
    validates :domain, uniqueness: true
    validates :referer, presence: true
    validates_uniqueness_of :account_id, scope: %i[platform kind]
  end
end
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "rails model create amo_accounts = Account (subdomain; domain; account_id) primary(subdomain @ :subdomain) unique(subdomain, platform @ uniqueness: { scope: :platform, case_sensitive: false }) unique(domain @ uniqueness: true) unique(account_id, platform, kind @ validates_uniqueness_of :account_id, scope: %i[platform kind]) foreign(user_id -> users) foreign(owner_subdomain -> Owner.subdomain)",
      ]
    `)
  })

  it('leaves other classes alone', async () => {
    expect(
      await facts(
        'app/services/account.rb',
        'class Account < Base\n  validates :subdomain, uniqueness: true\nend\n',
      ),
    ).toEqual([])
  })
})

describe('what Active Record is asked', () => {
  it.each([
    ['Account.find_by(subdomain: sub)', 'lookup Account Account.find_by subdomain=sub @ subdomain'],
    [
      'Account.find_by!(domain: params[:domain])',
      'lookup Account Account.find_by! domain=params[:domain] @ domain',
    ],
    ['Account.where(subdomain: sub).first', 'lookup Account Account.where.first subdomain=sub @ subdomain'],
    [
      'accounts = Account.where(subdomain: sub)\naccounts.take!',
      'lookup Account Account.where.take! subdomain=sub @ subdomain',
    ],
    [
      "Account.where(active: true).where('LOWER(subdomain) = ?', sub.downcase).exists?",
      'lookup Account Account.where.where.exists? active=true, subdomain=sub.downcase @ subdomain',
    ],
    ['Account.exists?(subdomain: sub)', 'lookup Account Account.exists? subdomain=sub @ subdomain'],
    [
      'Account.find_by_subdomain(sub)',
      'lookup Account Account.find_by_subdomain subdomain=sub @ find_by_subdomain',
    ],
    [
      'Account.find_or_create_by(account_id: id) { |a| a.token = 1 }',
      'upsert Account Account.find_or_create_by account_id=id @ account_id',
    ],
    [
      'Account.where(subdomain: sub).first_or_create!(token: 1)',
      'upsert Account Account.where.first_or_create! subdomain=sub @ subdomain',
    ],
    [
      'Account.upsert_all(rows, unique_by: %i[subdomain platform])',
      'upsert Account Account.upsert_all subdomain, platform @ subdomain',
    ],
    [
      'Account.upsert(row, unique_by: :index_accounts_on_subdomain)',
      'upsert Account Account.upsert subdomain @ index_accounts_on_subdomain',
    ],
    ['Account.find(subdomain)', 'lookup Account Account.find subdomain=subdomain @ subdomain'],
    [
      'Token.joins(:account).find_by(accounts: { subdomain: sub })',
      'lookup Token Token.joins.find_by subdomain=sub @ subdomain',
    ],
  ])('%s', async (code, line) => {
    expect(
      await facts('app/services/load.rb', `def load(sub, id)\n  ${code.replaceAll('\n', '\n  ')}\nend\n`),
    ).toEqual([line])
  })

  it('reads what a model asks of itself', async () => {
    expect(
      await facts(
        'app/models/account.rb',
        'class Account\n  def self.by(sub)\n    find_by(subdomain: sub)\n  end\nend\n',
      ),
    ).toEqual(['lookup Account find_by subdomain=sub @ subdomain'])
  })

  it.each([
    'Account.where(subdomain: sub)',
    'Account.where(subdomain: sub).to_a',
    'Account.where(subdomain: [a, b]).first',
    'Account.find_by(name: subdomain)',
    'list.find { |each| each.subdomain == sub }',
    'rows.first',
  ])('%s is no question for one account', async (code) => {
    expect(await facts('app/services/load.rb', `def load(sub, a, b)\n  ${code}\nend\n`)).toEqual([])
  })
})
