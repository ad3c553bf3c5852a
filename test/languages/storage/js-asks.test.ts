import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const asked = (code: string) => facts('store.ts', code)

describe('what is asked of tables in JavaScript', () => {
  it('reads conditions of repositories, models and clients', async () => {
    expect(
      await asked(
        "class S {\n  constructor(@InjectRepository(AmoAccount) private readonly repo: Repository<AmoAccount>) {}\n  async f(subdomain) {\n    await this.repo.findOne({ where: { subdomain }, relations: ['tokens'] })\n    await this.repo.findOneBy({ baseDomain: Equal(host) })\n    await manager.findOne(Account, { where: [{ domain: a }, { account: { subdomain: b } }] })\n    await Account.findOne({ where: { [Op.or]: [{ subdomain: { [Op.eq]: x } }] } })\n    await Account.findOne({ subdomain, active: true }).lean()\n    await this.prisma.amoCrmProfile.findUnique({ where: { amoCrmDomainName: domainName } })\n    await repo.exists({ where: { domain: Not(x) } })\n    await Token.findByPk(subdomain)\n    await repository.update({ subdomain }, { token })\n  }\n}",
      ),
    ).toEqual([
      'lookup AmoAccount this.repo.findOne subdomain=subdomain @ subdomain',
      'lookup AmoAccount this.repo.findOneBy baseDomain=Equal(host) @ baseDomain',
      'lookup Account manager.findOne domain=a, subdomain=b @ domain',
      'lookup Account Account.findOne subdomain=x @ subdomain',
      'lookup Account Account.findOne.lean subdomain=subdomain, active=true @ subdomain',
      'lookup amoCrmProfile this.prisma.amoCrmProfile.findUnique amoCrmDomainName=domainName @ amoCrmDomainName',
      'lookup Token Token.findByPk subdomain=subdomain @ subdomain',
      'lookup repository repository.update subdomain=subdomain @ subdomain',
    ])
  })

  it('reads what is written or found', async () => {
    expect(
      await asked(
        "await Account.findOrCreate({ where: { subdomain }, defaults: { name } })\nawait prisma.account.upsert({ where: { accountId_platform: { accountId, platform } }, create: {}, update: {} })\nawait repo.upsert(values, ['subdomain'])\nawait repo.upsert(values, { conflictPaths: ['accountId'] })\nawait Account.updateOne({ subdomain: req.query.referer }, { $set: data }, { upsert: true })\nawait db('tokens').insert(row).onConflict('subdomain').merge()\nawait db.insert(accounts).values(row).onConflictDoUpdate({ target: accounts.subdomain, set: row })\nawait db.insertInto('accounts').values(row).onConflict((oc) => oc.columns(['platform', 'account_id']).doUpdateSet(row)).execute()\nawait supabase.from('kommo_tokens').upsert(row, { onConflict: 'subdomain' })\nawait Token.create({ _id: account.subdomain, token })",
      ),
    ).toEqual([
      'upsert Account Account.findOrCreate subdomain=subdomain @ subdomain',
      'upsert account prisma.account.upsert accountId=accountId, platform=platform @ accountId',
      'upsert repo repo.upsert subdomain @ subdomain',
      'upsert repo repo.upsert accountId @ accountId',
      'upsert Account Account.updateOne subdomain=req.query.referer @ subdomain',
      'upsert tokens db.insert.onConflict.merge subdomain @ subdomain',
      'upsert accounts db.insert.values.onConflictDoUpdate subdomain @ subdomain',
      'upsert accounts db.insertInto.values.onConflict.execute platform, account_id @ account_id',
      'upsert kommo_tokens supabase.from.upsert subdomain @ subdomain',
      'upsert Token Token.create subdomain=account.subdomain @ account.subdomain',
    ])
  })

  it('reads queries that are built', async () => {
    expect(
      await asked(
        "await db('accounts').where({ subdomain }).first()\nawait knex('accounts').where('base_domain', '=', host).update(values)\nawait Account.query().findOne('subdomain', sub)\nawait repo.createQueryBuilder('a').where('a.subdomain = :subdomain', { subdomain: value }).getOne()\nconst [row] = await db.select().from(accounts).where(and(eq(accounts.subdomain, sub), eq(accounts.active, true)))\nawait db.query.accounts.findFirst({ where: (a, { eq }) => eq(a.domain, host) })\nawait db.selectFrom('account').selectAll().where('subdomain', '=', sub).executeTakeFirst()\nawait supabase.from('accounts').select('*').eq('subdomain', sub).maybeSingle()\nconst rows = await db('t').where('subdomain', sub); use(rows[0])",
      ),
    ).toEqual([
      'lookup accounts db.where.first subdomain=subdomain @ subdomain',
      'lookup accounts knex.where.update base_domain=host @ base_domain',
      'lookup Account Account.query.findOne subdomain=sub @ subdomain',
      'lookup repo repo.createQueryBuilder.where.getOne subdomain=value @ subdomain',
      'lookup accounts db.select.from.where subdomain=sub, active=true @ subdomain',
      'lookup accounts db.query.accounts.findFirst domain=host @ domain',
      'lookup account db.selectFrom.selectAll.where.executeTakeFirst subdomain=sub @ subdomain',
      'lookup accounts supabase.from.select.eq.maybeSingle subdomain=sub @ subdomain',
      'lookup t db.where subdomain=sub @ subdomain',
    ])
  })

  it('leaves lists and other calls alone', async () => {
    expect(
      await asked(
        "await Lead.findAll({ where: { subdomain } })\nawait db('leads').where('account_id', id)\nawait Lead.find({ subdomain })\naccounts.find((a) => a.subdomain === x)\naxios.delete({ subdomain })\nawait prisma.user.findUnique({ where: { email: 'a@b' } })\nmap.delete(subdomain)",
      ),
    ).toEqual(['map map map.delete subdomain=subdomain "{subdomain}" @ subdomain'])
  })
})
