import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const csharp = (code: string, path = 'Account.cs') =>
  facts(path, `using Microsoft.EntityFrameworkCore;\n\n${code}\n`)
const inContext = (code: string) =>
  csharp(
    `public class Db : DbContext\n{\n    public async Task F(string subdomain, long accountId)\n    {\n        ${code}\n    }\n}`,
  )

describe('classes of Entity Framework', () => {
  it('reads attributes', async () => {
    expect(
      await csharp(
        '[Table("amo_accounts")]\n[Index(nameof(Domain), nameof(Kind), IsUnique = true, Name = "ux_domain")]\npublic class Account\n{\n    [Key, DatabaseGenerated(DatabaseGeneratedOption.None)]\n    [Column("account_id", TypeName = "bigint")]\n    public long AccountId { get; set; }\n    public string? Domain { get; set; }\n    public int Kind { get; set; }\n    public List<Lead> Leads { get; set; } = new();\n}',
      ),
    ).toEqual([
      'ef-core model create amo_accounts = Account (account_id: bigint < AccountId; Domain?: string?; Kind: int) primary(account_id @ Key) unique ux_domain(Domain, Kind @ Index(nameof(Domain), nameof(Kind), IsUnique = true, Name = "ux_domain"))',
    ])
  })

  it('knows the key by its name, and keys to other classes', async () => {
    expect(
      await csharp(
        'public class Lead\n{\n    public int Id { get; set; }\n    public int AccountId { get; set; }\n    public Account Account { get; set; } = null!;\n    [ForeignKey("OwnerKey")]\n    public User Owner { get; set; }\n    public string OwnerKey { get; set; }\n}\npublic class Db : DbContext\n{\n    public DbSet<Lead> Leads { get; set; }\n}',
      ),
    ).toEqual([
      'ef-core model create Leads = Lead (Id!: int; AccountId: int; OwnerKey: string) primary(Id @ Id) foreign(AccountId -> Account) foreign(OwnerKey -> User)',
    ])
  })

  it('reads keys of several properties', async () => {
    expect(
      await csharp(
        '[PrimaryKey(nameof(Platform), nameof(AccountId))]\npublic record Token(string Platform, long AccountId, string AccessToken);',
      ),
    ).toEqual([
      'ef-core model create Token = Token (Platform: string; AccountId: long; AccessToken: string) primary(Platform, AccountId @ PrimaryKey(nameof(Platform), nameof(AccountId)))',
    ])
  })

  it('leaves other classes alone', async () => {
    expect(await csharp('public class AccountDto\n{\n    public long AccountId { get; set; }\n}')).toEqual([])
  })

  it('applies what the builder says', async () => {
    expect(
      await csharp(
        'public class AccountMap : IEntityTypeConfiguration<Account>\n{\n    public void Configure(EntityTypeBuilder<Account> builder)\n    {\n        builder.ToTable("amo_accounts", "crm");\n        builder.HasKey(x => x.Subdomain);\n        builder.Property(x => x.Subdomain).HasColumnName("sub_domain").HasMaxLength(100);\n        builder.HasIndex(x => new { x.AccountId, x.Subdomain }).IsUnique().HasDatabaseName("ux_account");\n        builder.HasIndex(x => x.AccountId);\n        builder.HasOne(x => x.Owner).WithMany(x => x.Accounts).HasForeignKey(x => x.OwnerId).OnDelete(DeleteBehavior.Cascade);\n    }\n}',
      ),
    ).toEqual([
      'ef-core model alter amo_accounts = Account (sub_domain < Subdomain) primary(sub_domain @ HasKey(x => x.Subdomain)) unique ux_account(AccountId, sub_domain @ HasIndex(x => new { x.AccountId, x.Subdomain })) index(AccountId @ HasIndex(x => x.AccountId)) foreign(OwnerId -> Owner Cascade)',
    ])
  })

  it('reads the configuration of a context', async () => {
    expect(
      await csharp(
        'public class Db : DbContext\n{\n    public DbSet<Token> Tokens => Set<Token>();\n    protected override void OnModelCreating(ModelBuilder b)\n    {\n        b.Entity<Token>(e => { e.HasKey("Domain"); e.HasAlternateKey(t => t.AccountId); });\n        b.Entity<Token>().HasIndex("Domain", "Kind").IsUnique(false);\n    }\n}',
      ),
    ).toEqual([
      'ef-core model alter Tokens = Token () primary(Domain @ HasKey("Domain")) unique(AccountId @ HasAlternateKey(t => t.AccountId)) index(Domain, Kind @ HasIndex("Domain", "Kind"))',
    ])
  })

  it('does not read the picture that the tools write', async () => {
    const code =
      'public class DbModelSnapshot : ModelSnapshot\n{\n    void BuildModel(ModelBuilder b)\n    {\n        b.Entity<Token>(e => { e.HasKey("Domain"); });\n    }\n}'
    expect(await csharp(code)).toEqual([])
  })
})

describe('migrations of Entity Framework', () => {
  const up = (code: string) =>
    csharp(
      `public partial class Initial : Migration\n{\n    protected override void Up(MigrationBuilder migrationBuilder)\n    {\n        ${code}\n    }\n    protected override void Down(MigrationBuilder migrationBuilder)\n    {\n        migrationBuilder.AddPrimaryKey("PK", "Accounts", "Domain");\n    }\n}`,
      'Migrations/20240101000000_Initial.cs',
    )

  it('reads a table', async () => {
    expect(
      await up(
        'migrationBuilder.CreateTable(\n            name: "Accounts",\n            columns: table => new\n            {\n                AccountId = table.Column<long>(type: "bigint", nullable: false),\n                Row = table.Column<int>(nullable: true).Annotation("SqlServer:Identity", "1, 1"),\n            },\n            constraints: table =>\n            {\n                table.PrimaryKey("PK_Accounts", x => x.AccountId);\n                table.UniqueConstraint("AK_Accounts", x => new { x.AccountId, x.Row });\n                table.ForeignKey(name: "FK_X", column: x => x.Row, principalTable: "Owners", principalColumn: "Id", onDelete: ReferentialAction.Cascade);\n            });',
      ),
    ).toEqual([
      'ef-core migration create Accounts (AccountId: bigint; Row!?: int) primary PK_Accounts(AccountId @ table.PrimaryKey("PK_Accounts", x => x.AccountId)) unique AK_Accounts(AccountId, Row @ table.UniqueConstraint("AK_Accounts", x => new { x.AccountId, x.Row })) foreign(Row -> Owners.Id Cascade)',
    ])
  })

  it('reads what changes, and what is dropped', async () => {
    expect(
      await up(
        'migrationBuilder.CreateIndex(name: "IX_D", table: "Accounts", column: "Domain", unique: true);\n        migrationBuilder.CreateIndex("IX_A", "Accounts", new[] { "Domain", "Kind" });\n        migrationBuilder.AddColumn<string>(name: "Domain", table: "Accounts", nullable: true);\n        migrationBuilder.DropPrimaryKey(name: "PK_Accounts", table: "Accounts");',
      ),
    ).toEqual([
      'ef-core migration alter Accounts () unique IX_D(Domain @ Domain)',
      'ef-core migration alter Accounts () index IX_A(Domain, Kind @ migrationBuilder.CreateIndex("IX_A", "Accounts", new[] { "Domain", "Kind" }))',
      'ef-core migration alter Accounts (Domain?: string)',
      'ef-core migration alter Accounts () drop primary(PK_Accounts)',
    ])
  })
})

describe('what is asked of Entity Framework', () => {
  it('finds one record by equality', async () => {
    expect(
      await inContext(
        'var a = await _db.Accounts.FirstOrDefaultAsync(x => x.Subdomain == subdomain && x.IsActive, ct);',
      ),
    ).toEqual(['lookup Accounts _db.Accounts.FirstOrDefaultAsync Subdomain=subdomain @ Subdomain'])
    expect(
      await inContext(
        'var a = Set<Account>().AsNoTracking().Where(a => a.Domain.ToLower() == subdomain.ToLower()).SingleOrDefault();',
      ),
    ).toEqual(['lookup Account Set.Where.SingleOrDefault Domain=subdomain @ Domain'])
    expect(await inContext('return await _db.Tokens.FindAsync(subdomain);')).toEqual([
      'lookup Tokens _db.Tokens.FindAsync subdomain=subdomain @ subdomain',
    ])
    expect(
      await inContext(
        'return await (from a in _db.Accounts where a.AccountId == accountId select a).FirstAsync();',
      ),
    ).toEqual(['lookup Accounts FirstAsync AccountId=accountId @ AccountId'])
  })

  it('is silent about lists and other fields', async () => {
    expect(
      await inContext('return await _db.Accounts.Where(x => x.Domain == subdomain).ToListAsync();'),
    ).toEqual([])
    expect(await inContext('return await _db.Accounts.FirstAsync(x => x.Name == subdomain);')).toEqual([])
  })
})
