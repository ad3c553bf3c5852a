import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const java = (code: string) =>
  facts('Account.java', `package app;\n\nimport jakarta.persistence.*;\n\n${code}\n`)
const kotlin = (code: string) =>
  facts('Account.kt', `package app\n\nimport jakarta.persistence.*\n\n${code}\n`)
const inService = (code: string) =>
  java(`class Tokens {\n    Token load(String subdomain, Long accountId) {\n        ${code}\n    }\n}`)

describe('entities', () => {
  it('reads keys from annotations of fields', async () => {
    expect(
      await java(
        '@Entity\n@Table(name = "amo_accounts", uniqueConstraints = @UniqueConstraint(name = "uk_sub", columnNames = {"platform", "subdomain"}), indexes = {@Index(columnList = "baseDomain ASC, platform", unique = true), @Index(columnList = "name")})\npublic class Account {\n    @Id\n    private Long accountId;\n    private String platform;\n    @Column(name = "subdomain", unique = true, nullable = false)\n    private String sub;\n    private String baseDomain;\n    @Transient\n    private String url;\n    private static final String X = "";\n}',
      ),
    ).toEqual([
      'jpa model create amo_accounts = Account (account_id: Long < accountId; platform: String; subdomain: String < sub; base_domain: String < baseDomain) primary(account_id @ @Id) unique(subdomain @ @Column(name = "subdomain", unique = true, nullable = false)) unique uk_sub(platform, subdomain @ @UniqueConstraint(name = "uk_sub", columnNames = {"platform", "subdomain"})) unique(base_domain, platform @ @Index(columnList = "baseDomain ASC, platform", unique = true)) index(name @ @Index(columnList = "name"))',
    ])
  })

  it('knows generated keys, keys of getters and natural ones', async () => {
    expect(
      await java(
        '@Entity\nclass AmoToken {\n    private Long id;\n    @NaturalId\n    private String domain;\n    @Id\n    @GeneratedValue(strategy = GenerationType.IDENTITY)\n    public Long getId() { return id; }\n}',
      ),
    ).toEqual([
      'jpa model create amo_token = AmoToken (id!: Long; domain: String) primary(id @ @Id) unique(domain @ @NaturalId)',
    ])
  })

  it('reads keys of several parts, and those to other tables', async () => {
    expect(
      await java(
        '@Entity\nclass Lead {\n    @EmbeddedId\n    private LeadKey key;\n    @ManyToOne\n    @JoinColumn(name = "account_id", referencedColumnName = "amo_id")\n    private Account account;\n    @OneToOne\n    private User owner;\n    @OneToMany(mappedBy = "lead")\n    private List<Note> notes;\n}\n\n@Embeddable\nclass LeadKey {\n    private Long accountId;\n    private Long leadId;\n}',
      ),
    ).toEqual([
      'jpa model create lead = Lead (account_id: Account < account; owner_id: User < owner; account_id: Long < accountId; lead_id: Long < leadId) primary(account_id, lead_id @ @EmbeddedId) foreign(account_id -> Account.amo_id) foreign(owner_id -> User)',
    ])
  })

  it('reads Kotlin', async () => {
    expect(
      await kotlin(
        '@Entity\n@Table(name = "amo_accounts", uniqueConstraints = [UniqueConstraint(columnNames = ["subdomain"])])\nclass Account(\n    @Id\n    val accountId: Long,\n    @field:Column(name = "subdomain") var sub: String? = null,\n) {\n    @OneToMany(mappedBy = "account") val leads: MutableList<Lead> = mutableListOf()\n}',
      ),
    ).toEqual([
      'jpa model create amo_accounts = Account (account_id: Long < accountId; subdomain: String? < sub) primary(account_id @ @Id) unique(subdomain @ UniqueConstraint(columnNames = ["subdomain"]))',
    ])
  })

  it('leaves other classes alone', async () => {
    expect(await java('class AccountDto {\n    private Long accountId;\n}')).toEqual([])
  })
})

describe('repositories', () => {
  it('reads names of methods', async () => {
    expect(
      await java(
        'interface AccountRepository extends JpaRepository<Account, Long> {\n    Optional<Account> findBySubdomainAndActiveTrue(String subdomain);\n    boolean existsByDomainIgnoreCase(String host);\n    List<Account> findByDomain(String domain);\n    List<Account> findFirst10ByPortalId(Long portalId);\n    Account findByName(String name);\n}',
      ),
    ).toEqual([
      'lookup Account AccountRepository.findBySubdomainAndActiveTrue subdomain=subdomain, active @ Subdomain',
      'lookup Account AccountRepository.existsByDomainIgnoreCase domain=host @ Domain',
      'lookup Account AccountRepository.findFirst10ByPortalId portalId=portalId @ PortalId',
    ])
    expect(
      await kotlin(
        'interface Accounts : CrudRepository<Account, Long> {\n    fun findByPlatformAndAccountId(platform: String, accountId: Long): Account?\n}',
      ),
    ).toEqual([
      'lookup Account Accounts.findByPlatformAndAccountId platform=platform, accountId=accountId @ Platform',
    ])
  })

  it('reads queries in front of methods', async () => {
    expect(
      await java(
        'interface AccountRepository extends JpaRepository<Account, Long> {\n    @Query("from Account a where a.subdomain = :subdomain")\n    Optional<Account> load(@Param("subdomain") String subdomain);\n    @Query(value = "select a from Account a where a.domain = ?1")\n    Account raw(String domain);\n}',
      ),
    ).toEqual([
      'lookup Account AccountRepository.load subdomain @ subdomain',
      'lookup Account SELECT … WHERE domain=?1 @ domain',
    ])
  })
})

describe('what is asked of an entity manager', () => {
  it('finds one record', async () => {
    expect(await inService('return em.find(Token.class, subdomain);')).toEqual([
      'lookup Token em.find subdomain=subdomain @ subdomain',
    ])
    expect(await inService('return tokenRepository.findById(accountId).orElseThrow();')).toEqual([
      'lookup tokenRepository tokenRepository.findById.orElseThrow accountId=accountId @ accountId',
    ])
    expect(
      await inService(
        'return em.createQuery("from Token t where t.domain = :domain", Token.class).setParameter("domain", subdomain).getSingleResult();',
      ),
    ).toEqual(['lookup Token em.createQuery.setParameter.getSingleResult domain @ domain'])
    expect(
      await inService(
        'query.where(builder.equal(root.get("subdomain"), subdomain));\n        return em.createQuery(query).getSingleResult();',
      ),
    ).toEqual(['lookup root builder.equal subdomain=subdomain @ subdomain'])
  })
})

describe('caches of Spring', () => {
  it('reads keys, and parameters where there is none', async () => {
    expect(
      await java(
        'class Tokens {\n    @Cacheable(value = "tokens", key = "\'amo:\' + #account.subdomain")\n    Token load(Account account) { return null; }\n    @CacheEvict(cacheNames = "tokens")\n    void drop(String subdomain) {}\n}',
      ),
    ).toEqual([
      'cache tokens @Cacheable subdomain=account.subdomain "amo:{subdomain}" @ #account.subdomain',
      'cache tokens @CacheEvict subdomain=subdomain "{subdomain}" @ subdomain',
    ])
  })
})
