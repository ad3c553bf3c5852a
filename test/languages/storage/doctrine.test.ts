import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const php = (text: string): Promise<string[]> =>
  facts('src/x.php', `<?php\nuse Doctrine\\ORM\\Mapping as ORM;\n${text}`)

describe('Doctrine', () => {
  it('reads entities with attributes', async () => {
    expect(
      await php(`
#[ORM\\Entity(repositoryClass: AccountRepository::class)]
#[ORM\\Table(name: 'amo_account')]
#[ORM\\UniqueConstraint(name: 'identity', columns: ['account_id', 'base_domain'])]
class AmoAccount
{
    #[ORM\\Id]
    #[ORM\\Column(type: 'string', length: 63)]
    private string $subdomain;

    #[ORM\\Column(name: 'account_id', unique: true)]
    private ?int $amoId = null;

    #[ORM\\Column(nullable: true)]
    private ?string $baseDomain = null;

    #[ORM\\ManyToOne(targetEntity: User::class)]
    #[ORM\\JoinColumn(nullable: false, onDelete: 'CASCADE')]
    private User $owner;

    private string $notKept;
}`),
    ).toEqual([
      "doctrine model create amo_account = AmoAccount (subdomain: string(63); account_id: int < amoId; base_domain?: string < baseDomain; owner_id: User < owner) primary(subdomain @ ORM\\Id) unique(account_id @ ORM\\Column(name: 'account_id', unique: true)) unique identity(account_id, base_domain @ ORM\\UniqueConstraint(name: 'identity', columns: ['account_id', 'base_domain'])) foreign(owner_id -> User CASCADE)",
    ])
  })

  it('reads entities with annotations, and generated keys', async () => {
    expect(
      await php(`
/**
 * An account.
 *
 * @ORM\\Entity
 * @ORM\\Table(name="account", uniqueConstraints={@ORM\\UniqueConstraint(name="by_domain", columns={"domain", "user_id"})})
 */
class Account
{
    /**
     * @ORM\\Id()
     * @ORM\\GeneratedValue(strategy="AUTO")
     * @ORM\\Column(type="integer")
     */
    private $id;

    /** @ORM\\Column(type="string", length=255, unique=true) */
    private $domain;

    /**
     * @ORM\\OneToOne(targetEntity="App\\Entity\\Portal")
     * @ORM\\JoinColumn(name="portal_id", referencedColumnName="id")
     */
    private $portal;
}`),
    ).toEqual([
      'doctrine model create account = Account (id!: integer; domain: string(255); portal_id < portal) primary(id @ @ORM\\Id()) unique(domain @ @ORM\\Column(type="string", length=255, unique=true)) unique by_domain(domain, user_id @ @ORM\\UniqueConstraint(name="by_domain", columns={"domain", "user_id"})) foreign(portal_id -> Portal.id)',
    ])
  })

  it('reads properties of a constructor', async () => {
    expect(
      await php(`
#[ORM\\Entity]
class Token {
  public function __construct(
    #[ORM\\Id, ORM\\Column] private readonly string $subdomain,
    #[ORM\\Column(type: 'text')] private string $accessToken,
    #[ORM\\Id, ORM\\Column] private int $day,
  ) {}
}`),
    ).toEqual([
      'doctrine model create token = Token (subdomain: string; access_token: text < accessToken; day: int) primary(subdomain, day @ ORM\\Id)',
    ])
  })

  it('reads migrations through the schema', async () => {
    expect(
      await php(`
final class Version20240101 extends AbstractMigration {
  public function up(Schema $schema): void {
    $table = $schema->createTable('amo_account');
    $table->addColumn('subdomain', Types::STRING, ['length' => 63, 'notnull' => true]);
    $table->addColumn('account_id', 'bigint');
    $table->setPrimaryKey(['subdomain']);
    $table->addUniqueIndex(['account_id'], 'uniq_account');
    $table->addForeignKeyConstraint('users', ['user_id'], ['id'], ['onDelete' => 'CASCADE']);
    $schema->getTable('tokens')->dropPrimaryKey();
  }
  public function down(Schema $schema): void { $schema->getTable('amo_account')->dropColumn('subdomain'); }
}`),
    ).toEqual([
      "doctrine migration create amo_account (subdomain: string(63); account_id: bigint) primary(subdomain @ setPrimaryKey(['subdomain'])) unique uniq_account(account_id @ addUniqueIndex(['account_id'], 'uniq_account')) foreign(user_id -> users.id CASCADE)",
      'doctrine migration alter tokens () drop primary()',
    ])
  })

  it('reads look-ups', async () => {
    expect(
      await php(`
class Service {
  function f() {
    $this->accounts->findOneBy(['subdomain' => $sub]);
    $em->getRepository(Account::class)->findOneByBaseDomain($domain);
    $em->find(Account::class, $subdomain);
    $this->createQueryBuilder('a')->andWhere('a.subdomain = :s')->setParameter('s', $s)->getQuery()->getOneOrNullResult();
    $qb->select('a')->where($qb->expr()->eq('a.domain', ':d'))->getQuery()->getSingleResult();
    $this->accounts->findBy(['subdomain' => $sub]);
    $this->accounts->find($id);
    $this->accounts->findOneBy(); $schema->createTable();
  }
}`),
    ).toEqual([
      'lookup accounts $this->accounts->findOneBy subdomain=$sub @ subdomain',
      'lookup Account $em->getRepository()->findOneByBaseDomain base_domain=$domain @ findOneByBaseDomain',
      'lookup Account $em->find subdomain=$subdomain @ $subdomain',
      'lookup Service $this->createQueryBuilder()->andWhere subdomain @ subdomain',
      "lookup qb $qb->select()->where domain=':d' @ a.domain",
    ])
  })
})
