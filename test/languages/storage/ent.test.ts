import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const schema = (code: string) =>
  facts(
    'schema.go',
    `package schema\n\nimport "entgo.io/ent"\n\ntype AmoAccount struct {\n\tent.Schema\n}\n\n${code}\n`,
  )
const inside = (code: string) =>
  facts('store.go', `package store\n\nfunc f(client *ent.Client, subdomain string) {\n\t${code}\n}\n`)

describe('schemas of ent', () => {
  it('reads fields, indexes and edges', async () => {
    expect(
      await schema(
        'func (AmoAccount) Fields() []ent.Field {\n\treturn []ent.Field{\n\t\tfield.Int64("id").StorageKey("account_id"),\n\t\tfield.String("subdomain").NotEmpty().Unique(),\n\t\tfield.Int("owner_id").Optional().Nillable(),\n\t}\n}\n\nfunc (AmoAccount) Edges() []ent.Edge {\n\treturn []ent.Edge{\n\t\tedge.To("leads", Lead.Type),\n\t\tedge.From("owner", User.Type).Ref("accounts").Field("owner_id").Unique(),\n\t}\n}\n\nfunc (AmoAccount) Indexes() []ent.Index {\n\treturn []ent.Index{index.Fields("subdomain", "owner_id").Unique(), index.Fields("subdomain")}\n}',
      ),
    ).toEqual([
      'ent model create amo_accounts = AmoAccount (account_id: Int64 < id; subdomain: String; owner_id?: Int) primary(account_id @ id) unique(subdomain @ Unique()) unique(subdomain, owner_id @ index.Fields("subdomain", "owner_id")) index(subdomain @ index.Fields("subdomain")) foreign(owner_id -> users)',
    ])
  })

  it('knows the key that it makes itself, and names that are given', async () => {
    expect(
      await schema(
        'func (AmoAccount) Annotations() []schema.Annotation {\n\treturn []schema.Annotation{entsql.Annotation{Table: "accounts"}}\n}\n\nfunc (AmoAccount) Fields() []ent.Field {\n\treturn []ent.Field{field.String("domain")}\n}',
      ),
    ).toEqual([
      'ent model create accounts = AmoAccount (id! @ AmoAccount; domain: String) primary(id @ AmoAccount)',
    ])
  })
})

describe('what is asked of ent', () => {
  it('finds one record', async () => {
    expect(
      await inside(
        'client.AmoAccount.Query().Where(amoaccount.SubdomainEQ(subdomain), amoaccount.Active(true)).Only(ctx)',
      ),
    ).toEqual([
      'lookup AmoAccount client.AmoAccount.Query.Where.Only subdomain=subdomain, active=true @ SubdomainEQ',
    ])
    expect(await inside('client.AmoAccount.Query().Where(amoaccount.Subdomain(subdomain)).All(ctx)')).toEqual(
      [],
    )
  })

  it('reads the columns of a conflict', async () => {
    expect(
      await inside(
        'client.Token.Create().SetDomain(subdomain).OnConflictColumns(token.FieldDomain).UpdateNewValues().Exec(ctx)',
      ),
    ).toEqual([
      'upsert Token client.Token.Create.SetDomain.OnConflictColumns.UpdateNewValues.Exec domain @ FieldDomain',
    ])
  })
})
