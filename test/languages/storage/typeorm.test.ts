import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const orm = (code: string) => facts('account.entity.ts', `import { Entity } from 'typeorm'\n${code}\n`)

describe('entities of TypeORM', () => {
  it('reads keys from the marks of columns', async () => {
    expect(
      await orm(
        "@Entity('amo_accounts')\nexport class AmoAccount {\n  @PrimaryColumn({ name: 'account_id', type: 'bigint' }) accountId: string\n  @Column({ unique: true, length: 255 }) subdomain: string\n  @Column('varchar', { nullable: true }) baseDomain?: string\n  @Index({ unique: true })\n  @Column() domain: string\n}",
      ),
    ).toEqual([
      "typeorm model create amo_accounts = AmoAccount (account_id: bigint < accountId; subdomain: string; baseDomain?: varchar; domain: string) primary(account_id @ PrimaryColumn({ name: 'account_id', type: 'bigint' })) unique(subdomain @ unique: true) unique(domain @ Index({ unique: true }))",
    ])
  })

  it('reads keys from the marks of the class, and what it points to', async () => {
    expect(
      await orm(
        "@Entity({ name: 'tokens', schema: 'crm' })\n@Unique('uq_owner', ['platform', 'accountId'])\n@Index(['subdomain'])\n@Index((t: Token) => [t.accountId, t.subdomain], { unique: true })\nexport class Token {\n  @PrimaryGeneratedColumn('uuid') id: string\n  @Column() platform: string\n  @Column({ name: 'account_id' }) accountId: number\n  @Column() subdomain: string\n  @ManyToOne(() => Account, (a) => a.tokens, { onDelete: 'CASCADE' })\n  @JoinColumn({ name: 'owner_id', referencedColumnName: 'accountId' })\n  owner: Account\n  @ManyToOne('User') user: User\n  @OneToMany(() => Lead, (l) => l.token) leads: Lead[]\n}",
      ),
    ).toEqual([
      "typeorm model create tokens = Token (id!: uuid; platform: string; account_id: number < accountId; subdomain: string; owner_id < owner; userId < user) primary(id @ PrimaryGeneratedColumn('uuid')) unique uq_owner(platform, account_id @ Unique('uq_owner', ['platform', 'accountId'])) index(subdomain @ Index(['subdomain'])) unique(account_id, subdomain @ Index((t: Token) => [t.accountId, t.subdomain], { unique: true })) foreign(owner_id -> Account.accountId CASCADE) foreign(userId -> User)",
    ])
  })

  it('derives the name of the table; classes that others extend are told, too', async () => {
    expect(
      await orm(
        '@Entity()\nclass WidgetInstall extends Base { @PrimaryColumn() portalId: number }\nabstract class Base { @Column({ unique: true }) domain: string }\nclass Dto { @IsString() domain: string }',
      ),
    ).toEqual([
      'typeorm model create widget_install = WidgetInstall (portalId: number) primary(portalId @ PrimaryColumn())',
      'typeorm model create base = Base (domain: string) unique(domain @ unique: true)',
    ])
  })
})

describe('marks of other libraries', () => {
  it('reads MikroORM', async () => {
    expect(
      await facts(
        'a.ts',
        "import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/core'\n@Entity({ tableName: 'kommo_accounts' })\n@Unique({ properties: ['platform', 'accountId'] })\nexport class KommoAccount {\n  @PrimaryKey() id!: number\n  @Property() platform: string\n  @Property({ fieldName: 'account_no' }) accountId: number\n  @Property() @Unique() baseDomain: string\n  @ManyToOne(() => User, { deleteRule: 'cascade' }) owner: User\n}",
      ),
    ).toEqual([
      "mikro-orm model create kommo_accounts = KommoAccount (id!: number; platform: string; account_no: number < accountId; base_domain: string < baseDomain; owner_id < owner) primary(id @ PrimaryKey()) unique(base_domain @ Unique()) unique(platform, account_no @ Unique({ properties: ['platform', 'accountId'] })) foreign(owner_id -> User cascade)",
    ])
  })

  it('reads sequelize-typescript', async () => {
    expect(
      await facts(
        'a.ts',
        "import { Table } from 'sequelize-typescript'\n@Table({ tableName: 'amo_accounts', indexes: [{ unique: true, fields: ['domain', 'client_id'] }] })\nexport class AmoAccount extends Model<AmoAccount> {\n  @PrimaryKey\n  @Column(DataType.STRING)\n  subdomain: string\n  @Unique('owner') @Column({ field: 'account_id' }) accountId: number\n  @Unique('owner') @Column platform: string\n  @Column domain: string\n  @ForeignKey(() => User) @Column userId: number\n  @BelongsTo(() => User) user: User\n}",
      ),
    ).toEqual([
      "sequelize model create amo_accounts = AmoAccount (subdomain: DataType.STRING; account_id: number < accountId; platform: string; domain: string; userId: number) primary(subdomain @ PrimaryKey) unique owner(account_id, platform @ Unique('owner')) unique(domain, client_id @ { unique: true, fields: ['domain', 'client_id'] }) foreign(userId -> User) foreign(userId -> User)",
    ])
  })

  it('reads Mongoose of Nest', async () => {
    expect(
      await facts(
        'a.ts',
        "import { Prop, Schema } from '@nestjs/mongoose'\n@Schema({ collection: 'amo_tokens', timestamps: true })\nexport class AmoToken {\n  @Prop({ required: true, unique: true }) subdomain: string\n  @Prop({ type: Types.ObjectId, ref: 'User' }) owner: User\n}\nexport const S = SchemaFactory.createForClass(AmoToken)",
      ),
    ).toEqual([
      'mongoose model create amo_tokens = AmoToken (subdomain: string; owner: Types.ObjectId) primary(_id @ ) unique(subdomain @ unique: true) foreign(owner -> User)',
    ])
  })
})

describe('schemas and migrations', () => {
  it('reads schemas that are objects', async () => {
    expect(
      await facts(
        'a.js',
        "const { EntitySchema } = require('typeorm')\nmodule.exports = new EntitySchema({\n  name: 'Account', tableName: 'amo_accounts',\n  columns: { id: { primary: true, type: 'int', generated: true }, accountId: { name: 'account_id', type: 'bigint', unique: true }, domain: { type: 'varchar' } },\n  uniques: [{ columns: ['domain', 'id'] }],\n})",
      ),
    ).toEqual([
      "typeorm model create amo_accounts = Account (id!: int; account_id: bigint < accountId; domain: varchar) primary(id @ primary: true) unique(account_id @ unique: true) unique(domain, id @ { columns: ['domain', 'id'] })",
    ])
  })

  it('reads what migrations do, and not what they undo', async () => {
    expect(
      await facts(
        'migrations/1700000000000-CreateAccounts.ts',
        "import { MigrationInterface, QueryRunner, Table, TableForeignKey, TableIndex } from 'typeorm'\nexport class CreateAccounts1700000000000 implements MigrationInterface {\n  async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.createTable(new Table({\n      name: 'amo_accounts',\n      columns: [\n        { name: 'subdomain', type: 'varchar', isPrimary: true },\n        { name: 'account_id', type: 'int', isUnique: true },\n      ],\n      uniques: [{ columnNames: ['subdomain', 'account_id'] }],\n    }), true)\n    await queryRunner.createIndex('amo_accounts', new TableIndex({ name: 'IDX_DOMAIN', columnNames: ['domain'], isUnique: true }))\n    await queryRunner.createForeignKey('tokens', new TableForeignKey({ columnNames: ['subdomain'], referencedTableName: 'amo_accounts', referencedColumnNames: ['subdomain'], onDelete: 'CASCADE' }))\n    await queryRunner.dropUniqueConstraint('tokens', 'UQ_domain')\n  }\n  async down(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.createTable(new Table({ name: 'old', columns: [{ name: 'domain', type: 'text', isPrimary: true }] }))\n  }\n}",
      ),
    ).toEqual([
      "typeorm migration create amo_accounts (subdomain: varchar; account_id: int) primary(subdomain @ isPrimary: true) unique(account_id @ isUnique: true) unique(subdomain, account_id @ { columnNames: ['subdomain', 'account_id'] }) unique IDX_DOMAIN(domain @ { name: 'IDX_DOMAIN', columnNames: ['domain'], isUnique: true })",
      'typeorm migration alter tokens () foreign(subdomain -> amo_accounts.subdomain CASCADE) drop unique(UQ_domain)',
    ])
  })
})
