import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

describe('Peewee', () => {
  it('reads models', async () => {
    expect(
      await facts(
        'models.py',
        `from peewee import *
class AmoAccount(BaseModel):
    account_id = BigIntegerField(primary_key=True)
    subdomain = CharField(max_length=64, unique=True, column_name='sub')
    owner = ForeignKeyField(User, field='email', backref='accounts', on_delete='CASCADE')
    class Meta:
        table_name = 'amo_accounts'
        indexes = ((('owner', 'subdomain'), True), (('owner',), False))
class Cursor(Model):
    subdomain = CharField()
    entity = CharField()
    class Meta:
        primary_key = CompositeKey('subdomain', 'entity')
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "peewee model create amo_accounts = AmoAccount (account_id: BigIntegerField; sub: CharField < subdomain; owner_id: ForeignKeyField < owner) primary(account_id @ primary_key=True) unique(sub @ unique=True) unique(owner_id, sub @ (('owner', 'subdomain'), True)) index(owner_id @ (('owner',), False)) foreign(owner_id -> User.email CASCADE)",
        "peewee model create cursor = Cursor (subdomain: CharField; entity: CharField) primary(subdomain, entity @ CompositeKey('subdomain', 'entity'))",
      ]
    `)
  })

  it('reads what is asked', async () => {
    expect(
      await facts(
        'store.py',
        `from peewee import *


def load(subdomain):
    AmoAccount.get(AmoAccount.subdomain == subdomain)
    AmoAccount.get_or_none(AmoAccount.subdomain == subdomain)
    AmoAccount.get_by_id(subdomain)
    AmoAccount.get_or_create(account_id=account_id, defaults={'access_token': t})
    AmoAccount.select().where(AmoAccount.subdomain == subdomain).first()
    AmoAccount.insert(subdomain=subdomain, token=t).on_conflict(conflict_target=[AmoAccount.subdomain], update={'token': t}).execute()
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "lookup AmoAccount AmoAccount.get subdomain=subdomain @ subdomain",
        "lookup AmoAccount AmoAccount.get_or_none subdomain=subdomain @ subdomain",
        "lookup AmoAccount AmoAccount.get_by_id subdomain=subdomain @ subdomain",
        "upsert AmoAccount AmoAccount.get_or_create account_id=account_id @ account_id",
        "lookup AmoAccount AmoAccount.select.where.first subdomain=subdomain @ subdomain",
        "upsert AmoAccount AmoAccount.insert.on_conflict.execute subdomain @ AmoAccount.subdomain",
      ]
    `)
  })
})

describe('Tortoise', () => {
  it('reads models', async () => {
    expect(
      await facts(
        'models.py',
        `from tortoise import fields
from tortoise.models import Model
class AmoAccount(Model):
    id = fields.IntField(primary_key=True)
    account_id = fields.BigIntField(unique=True)
    subdomain = fields.CharField(max_length=64, unique=True)
    owner = fields.ForeignKeyField("models.User", related_name="accounts", on_delete=fields.CASCADE)
    class Meta:
        table = "amo_accounts"
        unique_together = (("owner", "subdomain"),)
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "tortoise model create amo_accounts = AmoAccount (id!: IntField; account_id: BigIntField; subdomain: CharField; owner_id: ForeignKeyField < owner) primary(id @ primary_key=True) unique(account_id @ unique=True) unique(subdomain @ unique=True) unique(owner_id, subdomain @ ("owner", "subdomain")) foreign(owner_id -> User CASCADE)",
      ]
    `)
  })

  it('reads what is asked', async () => {
    expect(
      await facts(
        'store.py',
        `from tortoise import Tortoise


async def load(subdomain):
    await AmoAccount.get(subdomain=subdomain)
    await AmoAccount.get_or_none(subdomain=subdomain)
    await AmoAccount.filter(subdomain=subdomain).first()
    await AmoAccount.update_or_create(account_id=account_id, defaults={})
    await AmoAccount.exists(subdomain=subdomain)
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "lookup AmoAccount AmoAccount.get subdomain=subdomain @ subdomain",
        "lookup AmoAccount AmoAccount.get_or_none subdomain=subdomain @ subdomain",
        "lookup AmoAccount AmoAccount.filter.first subdomain=subdomain @ subdomain",
        "upsert AmoAccount AmoAccount.update_or_create account_id=account_id @ account_id",
        "lookup AmoAccount AmoAccount.exists subdomain=subdomain @ subdomain",
      ]
    `)
  })
})

describe('Sequel', () => {
  it('reads migrations, the way up', async () => {
    expect(
      await facts(
        'db/migrate/001_accounts.rb',
        `Sequel.migration do
  up do
    create_table(:amo_accounts) do
      primary_key :id
      String :subdomain, null: false, unique: true
      Bignum :account_id
      foreign_key :owner_id, :users, on_delete: :cascade
      index [:account_id, :platform], unique: true
    end
    create_table(:tokens) do
      String :base_domain, primary_key: true
      column :x, :text
    end
    create_table(:links) { String :subdomain; primary_key [:subdomain, :x] }
    alter_table(:hooks) do
      add_unique_constraint [:account_id], name: :uq
      add_index :subdomain, unique: true
      drop_column :host
    end
  end
  down do
    alter_table(:hooks) { add_index :referer, unique: true }
  end
end
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "sequel migration create amo_accounts (id!: primary_key; subdomain: String; account_id: Bignum; owner_id: foreign_key) primary(id @ primary_key :id) unique(subdomain @ unique: true) unique(account_id, platform @ index [:account_id, :platform], unique: true) foreign(owner_id -> users)",
        "sequel migration create tokens (base_domain: String; x: :text) primary(base_domain @ primary_key: true)",
        "sequel migration create links (subdomain: String) primary(subdomain, x @ primary_key [:subdomain, :x])",
        "sequel migration alter hooks () unique uq(account_id @ add_unique_constraint [:account_id], name: :uq) unique(subdomain @ add_index :subdomain, unique: true) drop column(host)",
      ]
    `)
  })

  it('reads what is asked', async () => {
    expect(
      await facts(
        'store.rb',
        `require 'sequel'

DB = Sequel.connect(ENV['URL'])

class Store
  def load(sub)
    Account.first(subdomain: sub)
    Account[subdomain: sub]
    DB[:accounts].where(subdomain: sub).first
    DB[:accounts].insert_conflict(target: :subdomain, update: { a: 1 }).insert(subdomain: sub)
    Account.find_or_create(account_id: 1) { |a| a.x = 1 }
  end
end
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "lookup Account Account.first subdomain=sub @ subdomain",
        "lookup Account Account[] subdomain=sub @ subdomain",
        "lookup DB[:accounts] DB[:accounts].where.first subdomain=sub @ subdomain",
        "upsert DB[:accounts] DB[:accounts].insert_conflict subdomain @ subdomain",
        "upsert Account Account.find_or_create account_id=1 @ account_id",
      ]
    `)
  })
})
