import { describe, expect, it } from 'vitest'
import { createSource } from '../../../src/files/source.js'
import { recordsIn, recordsOf } from '../../../src/rules/account-key/records.js'

/** What a file asks of the model `AmoAccount`, in a project that keeps `User` as well. */
function calls(code: string): string[] {
  const fact = recordsIn(createSource('service.js', Buffer.from(code)))
  const found = fact ? recordsOf(fact, 'AmoAccount', new Set(['AmoAccount', 'User'])) : []
  return found.map(({ call, what }) => `${call} ${what ?? 'primary'}`)
}

describe('records of Sequelize that are asked for by their keys', () => {
  it.each([
    ['AmoAccount.findByPk(id)', ['AmoAccount.findByPk primary']],
    ["const Acc = require('./amo-account')\nAcc.findByPk(id)", ['Acc.findByPk primary']],
    ['const { AmoAccount: Acc } = db\nAcc.upsert(row)', ['Acc.upsert keys']],
    ['constructor(model: typeof AmoAccount) {}\nthis.model.findByPk(id)', ['this.model.findByPk primary']],
    ["AmoAccount.bulkCreate(rows, { updateOnDuplicate: ['token'] })", ['AmoAccount.bulkCreate keys']],
    ['AmoAccount.bulkCreate(rows, options)', ['AmoAccount.bulkCreate keys']],
    ['AmoAccount.hasMany(User)', ['AmoAccount.hasMany relation']],
    ['User.belongsToMany(AmoAccount, { through: Grant })', ['User.belongsToMany relation']],
    [
      "const a = await AmoAccount.findOne({ attributes: ['token'] })\na.save()",
      ['AmoAccount.findOne partial'],
    ],
  ])('%s', (code, expected) => expect(calls(code)).toEqual(expected))

  it.each([
    'User.findByPk(id)',
    'const { AmoAccount, User } = db\nUser.findByPk(id)',
    'AmoAccount.bulkCreate(rows)',
    'AmoAccount.bulkCreate(rows, { transaction })',
    "AmoAccount.hasMany(User, { sourceKey: 'subdomain', constraints: false })",
    "AmoAccount.findOne({ attributes: ['token'] })",
    'const a = await AmoAccount.findOne({ where })\na.save()',
  ])('not %s', (code) => expect(calls(code)).toEqual([]))

  it('reads long words in no more than an instant', () => {
    const started = Date.now()
    calls(`const a = '${'repo.'.repeat(50_000)}${'repo'.repeat(50_000)}'; x.upsert(a)`)
    expect(Date.now() - started).toBeLessThan(2000)
  })
})
