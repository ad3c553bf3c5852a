import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const python = (code: string) => facts('store/models.py', `import sqlalchemy as sa\n\n${code}\n`)

describe('tables of SQLAlchemy', () => {
  it('reads declarative classes', async () => {
    expect(
      await python(`class Account(Base):
    __tablename__ = "amo_accounts"

    account_id = Column(BigInteger, primary_key=True, autoincrement=False)
    domain = Column("base_domain", String(255), nullable=False, unique=True)
    owner_id = Column(Integer, ForeignKey("users.id", ondelete="CASCADE"))
    tokens = relationship("Token")
    __table_args__ = (
        UniqueConstraint("owner_id", domain, name="uq_owner"),
        Index("ix_lower", func.lower(domain), unique=True),
        {"schema": "crm"},
    )`),
    ).toMatchInlineSnapshot(`
      [
        "sqlalchemy model create amo_accounts = Account (account_id: BigInteger; base_domain: String(255) < domain; owner_id: Integer) primary(account_id @ primary_key=True) unique(base_domain @ unique=True) unique uq_owner(owner_id, base_domain @ UniqueConstraint("owner_id", domain, name="uq_owner")) unique ix_lower(base_domain @ Index("ix_lower", func.lower(domain), unique=True)) foreign(owner_id -> users.id CASCADE)",
      ]
    `)
  })

  it('reads mapped attributes', async () => {
    expect(
      await python(`intpk = Annotated[int, mapped_column(primary_key=True)]


class AmoToken(Base):
    id: Mapped[intpk]
    subdomain: Mapped[str] = mapped_column(sa.String(64), unique=True, index=True)
    referer: Mapped[str | None]
    account: Mapped["Account"] = relationship(back_populates="tokens")
    leads: Mapped[List["Lead"]]`),
    ).toMatchInlineSnapshot(`
      [
        "sqlalchemy model create amo_token = AmoToken (id!: intpk; subdomain: sa.String(64); referer?: str | None) primary(id @ id) unique(subdomain @ unique=True)",
      ]
    `)
  })

  it('reads tables of Core', async () => {
    expect(
      await python(`tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("platform", sa.Text, primary_key=True),
    sa.Column("account_id", sa.BigInteger, primary_key=True),
    sa.Column("key", sa.Uuid, server_default=sa.text("gen_random_uuid()")),
    sa.ForeignKeyConstraint(["platform", "account_id"], ["crm.accounts.platform", "crm.accounts.id"]),
)`),
    ).toMatchInlineSnapshot(`
      [
        "sqlalchemy model create tokens (platform: sa.Text; account_id: sa.BigInteger; key!: sa.Uuid) primary(platform, account_id @ primary_key=True) foreign(platform, account_id -> accounts.platform, id)",
      ]
    `)
  })

  it('reads classes of SQLModel', async () => {
    expect(
      await facts(
        'models.py',
        `from sqlmodel import Field, SQLModel


class AccountBase(SQLModel):
    subdomain: str


class Account(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(unique=True, index=True)
    domain: str = Field(sa_column=Column("base_domain", String, unique=True))
    team_id: int | None = Field(default=None, foreign_key="team.id")
    leads: list["Lead"] = Relationship(back_populates="account")
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "sqlmodel model create account = Account (id!?: int | None; account_id: int; base_domain: String < domain; team_id?: int | None) primary(id @ primary_key=True) unique(account_id @ unique=True) unique(base_domain @ unique=True) foreign(team_id -> team.id)",
      ]
    `)
  })
})

describe('migrations of Alembic', () => {
  it('reads the way up alone', async () => {
    expect(
      await facts(
        'migrations/versions/1f_accounts.py',
        `from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_table(
        'accounts',
        sa.Column('account_id', sa.BigInteger(), nullable=False),
        sa.Column('subdomain', sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint('account_id', name=op.f('pk_accounts')),
        sa.UniqueConstraint('subdomain'),
    )
    op.create_index(op.f('ix_tokens_domain'), 'tokens', ['base_domain'], unique=True)
    op.create_unique_constraint('uq_tokens', 'tokens', ['platform', 'account_id'])
    op.create_primary_key('pk_links', 'links', ['subdomain', 'link'])
    op.create_foreign_key('fk_links', 'links', 'accounts', ['subdomain'], ['subdomain'], ondelete='CASCADE')
    op.drop_constraint('accounts_pkey', 'accounts')
    op.drop_constraint('uq_old', 'accounts', type_='unique')
    op.drop_constraint('fk_old', 'accounts', type_='foreignkey')
    op.add_column('accounts', sa.Column('referer', sa.Text(), unique=True))
    op.drop_column('accounts', 'host')
    with op.batch_alter_table('hooks', schema=None) as batch_op:
        batch_op.create_unique_constraint('uq_hooks', ['account_id'])
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_users_subdomain'))
        batch_op.create_index('ix_users_domain', [sa.text('lower(domain)')], unique=True)


def downgrade():
    op.create_unique_constraint('uq_old', 'accounts', ['subdomain'])
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "alembic migration create accounts (account_id: sa.BigInteger(); subdomain: sa.String(length=64)) primary pk_accounts(account_id @ sa.PrimaryKeyConstraint('account_id', name=op.f('pk_accounts'))) unique(subdomain @ sa.UniqueConstraint('subdomain'))",
        "alembic migration alter tokens () unique ix_tokens_domain(base_domain @ ['base_domain'])",
        "alembic migration alter tokens () unique uq_tokens(platform, account_id @ ['platform', 'account_id'])",
        "alembic migration alter links () primary pk_links(subdomain, link @ ['subdomain', 'link'])",
        "alembic migration alter links () foreign(subdomain -> accounts.subdomain CASCADE)",
        "alembic migration alter accounts () drop primary(accounts_pkey)",
        "alembic migration alter accounts () drop unique(uq_old)",
        "alembic migration alter accounts (referer: sa.Text()) unique(referer @ unique=True)",
        "alembic migration alter accounts () drop column(host)",
        "alembic migration alter hooks () unique uq_hooks(account_id @ ['account_id'])",
        "alembic migration alter users () drop unique(ix_users_subdomain)",
        "alembic migration alter users () unique ix_users_domain(domain @ [sa.text('lower(domain)')])",
      ]
    `)
  })
})
