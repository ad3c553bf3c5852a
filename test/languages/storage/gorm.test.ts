import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const go = (code: string) => facts('store.go', `package store\n\nimport "gorm.io/gorm"\n\n${code}\n`)
const inside = (code: string) => go(`func (r *Repo) f(subdomain string, id int64) {\n\t${code}\n}`)

describe('structs of GORM', () => {
  it('reads keys and names from tags', async () => {
    expect(
      await go(
        'type Account struct {\n\tAccountID int `gorm:"primaryKey;autoIncrement:false"`\n\tDomain string `gorm:"column:base_domain;type:varchar(255);unique" json:"d"`\n\tAmoCRMID int64\n}',
      ),
    ).toEqual([
      'gorm model create accounts = Account (account_id: int < AccountID; base_domain: varchar(255) < Domain; amo_crm_id: int64 < AmoCRMID) primary(account_id @ primaryKey) unique(base_domain @ unique)',
    ])
  })

  it('joins the parts of one index', async () => {
    expect(
      await go(
        'type Token struct {\n\tgorm.Model\n\tPlatform string `gorm:"uniqueIndex:idx_owner,priority:1"`\n\tAccountID int64 `gorm:"uniqueIndex:idx_owner,priority:2;index"`\n}\n\nfunc (Token) TableName() string { return "crm.amo_tokens" }',
      ),
    ).toEqual([
      'gorm model create amo_tokens = Token (id! < ID @ gorm.Model; platform: string < Platform; account_id: int64 < AccountID) primary(id @ gorm.Model) unique idx_owner(platform, account_id @ uniqueIndex:idx_owner,priority:1) index(account_id @ index)',
    ])
  })

  it('tells keys of this struct from those of the others', async () => {
    expect(
      await go(
        'type Lead struct {\n\tID uint\n\tAccountID int64\n\tAccount Account `gorm:"constraint:OnDelete:CASCADE"`\n\tNotes []Note `gorm:"foreignKey:LeadID"`\n}',
      ),
    ).toEqual([
      'gorm model create leads = Lead (id!: uint < ID; account_id: int64 < AccountID) primary(id @ ID) foreign(account_id -> accounts CASCADE)',
      'gorm model alter notes = Note () foreign(lead_id -> leads)',
    ])
  })

  it('leaves other structs alone', async () => {
    expect(await go('type Event struct {\n\tAccountID int64 `json:"account_id"`\n}')).toEqual([])
  })
})

describe('what is asked of GORM', () => {
  it('finds one record by a condition', async () => {
    expect(
      await inside(
        'var acc models.Account\n\tr.db.WithContext(ctx).Where("subdomain = ? AND active = ?", subdomain, true).First(&acc)',
      ),
    ).toEqual(['lookup Account r.db.Where.First subdomain=subdomain, active=true @ subdomain'])
    expect(
      await inside('acc := &Account{}\n\tr.db.Take(acc, "LOWER(accounts.domain) = ?", subdomain)'),
    ).toEqual(['lookup Account r.db.Take domain=subdomain @ domain'])
    expect(await inside('r.db.Where("subdomain", subdomain).Limit(1).Find(&x)')).toEqual([
      'lookup r.db r.db.Where.Limit.Find subdomain=subdomain @ subdomain',
    ])
  })

  it('is silent about lists', async () => {
    expect(await inside('var all []Account\n\tr.db.Where("subdomain = ?", subdomain).Find(&all)')).toEqual([])
  })

  it('reads structs and maps', async () => {
    expect(await inside('r.db.Where(&Account{AccountID: id}).FirstOrCreate(&Account{})')).toEqual([
      'upsert Account r.db.Where.FirstOrCreate account_id=id @ AccountID',
    ])
    expect(
      await inside('var acc Account\n\tr.db.Where(map[string]any{"domain": subdomain}).First(&acc)'),
    ).toEqual(['lookup Account r.db.Where.First domain=subdomain @ domain'])
    expect(await inside('r.db.FirstOrCreate(&acc, Account{Domain: subdomain})')).toEqual([
      'upsert r.db r.db.FirstOrCreate domain=subdomain @ Domain',
    ])
  })

  it('reads the columns of a conflict', async () => {
    expect(
      await inside(
        'r.db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "account_id"}}, UpdateAll: true}).Create(&Account{})',
      ),
    ).toEqual(['upsert Account r.db.Clauses.Create account_id @ account_id'])
  })
})
