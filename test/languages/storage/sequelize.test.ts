import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const ts = (code: string) => facts('models/account.ts', code)

describe('Sequelize', () => {
  it('reads models that are initialised', async () => {
    expect(
      await ts(
        "import { DataTypes, Model } from 'sequelize'\nexport class AccountModel extends Model {}\nexport default (sequelize) => {\n  AccountModel.init({\n    id: { type: DataTypes.UUID, defaultValue: DataTypes.UUIDV4, primaryKey: true },\n    subdomain: { type: DataTypes.STRING, allowNull: false, unique: true },\n    accountId: { type: DataTypes.BIGINT, field: 'account_id', unique: 'owner' },\n    platform: { type: DataTypes.STRING, unique: 'owner' },\n    note: DataTypes.TEXT,\n    userId: { type: DataTypes.INTEGER, references: { model: 'users', key: 'id' }, onDelete: 'CASCADE' },\n  }, { tableName: 'accounts', sequelize, indexes: [{ unique: true, name: 'dom', fields: ['accountId', 'note'] }] })\n}",
      ),
    ).toEqual([
      "sequelize model create accounts = AccountModel (id!: DataTypes.UUID; subdomain: DataTypes.STRING; account_id: DataTypes.BIGINT < accountId; platform: DataTypes.STRING; note: DataTypes.TEXT; userId: DataTypes.INTEGER) primary(id @ primaryKey: true) unique(subdomain @ unique: true) unique owner(account_id, platform @ unique: 'owner') unique dom(account_id, note @ { unique: true, name: 'dom', fields: ['accountId', 'note'] }) foreign(userId -> users.id CASCADE)",
    ])
  })

  it('reads models that are defined, with the names that it derives', async () => {
    expect(
      await ts(
        "const { DataTypes } = require('sequelize')\nmodule.exports = (sequelize) => {\n  const Token = sequelize.define('AmoToken', { baseDomain: { type: DataTypes.STRING, primaryKey: true } }, { underscored: true })\n  Token.belongsTo(Account, { foreignKey: 'accountId', onDelete: 'CASCADE' })\n  return Token\n}",
      ),
    ).toEqual([
      'sequelize model create amo_tokens = AmoToken (base_domain: DataTypes.STRING < baseDomain) primary(base_domain @ primaryKey: true)',
      'sequelize model alter Tokens = Token () foreign(accountId -> Account CASCADE)',
    ])
  })

  it('reads what migrations do, and not what they undo', async () => {
    expect(
      await ts(
        "'use strict'\nmodule.exports = {\n  async up(queryInterface, Sequelize) {\n    await queryInterface.createTable('amo_accounts', {\n      account_id: { type: Sequelize.BIGINT, primaryKey: true },\n      domain: { type: Sequelize.STRING(255) },\n    })\n    await queryInterface.addConstraint('amo_accounts', { fields: ['domain'], type: 'unique', name: 'uq_domain' })\n    await queryInterface.addColumn('leads', 'account_id', { type: Sequelize.BIGINT, references: { model: 'amo_accounts', key: 'account_id' } })\n    await queryInterface.addIndex('leads', ['account_id'])\n    await queryInterface.removeConstraint('tokens', 'tokens_subdomain_key')\n  },\n  async down(queryInterface) {\n    await queryInterface.createTable('tokens', { subdomain: { type: Sequelize.STRING, primaryKey: true } })\n  },\n}",
      ),
    ).toEqual([
      "sequelize migration create amo_accounts (account_id: Sequelize.BIGINT; domain: Sequelize.STRING(255)) primary(account_id @ primaryKey: true) unique uq_domain(domain @ queryInterface.addConstraint('amo_accounts', { fields: ['domain'], type: 'unique', name: 'uq_domain' }))",
      "sequelize migration alter leads (account_id: Sequelize.BIGINT) index leads_account_id(account_id @ queryInterface.addIndex('leads', ['account_id'])) foreign(account_id -> amo_accounts.account_id)",
      'sequelize migration alter tokens () drop unique(tokens_subdomain_key)',
    ])
  })
})
