import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const php = (text: string): Promise<string[]> => facts('app/x.php', `<?php\n${text}`)

describe('Laravel migrations', () => {
  it('reads columns with their keys, in anonymous classes as well', async () => {
    expect(
      await php(`
return new class extends Migration
{
    public function up(): void
    {
        Schema::create('amo_accounts', function (Blueprint $table) {
            $table->id();
            $table->foreignId('user_id')->constrained()->cascadeOnDelete();
            $table->string('subdomain', 63)->nullable()->unique();
            $table->unsignedBigInteger('account_id')->primary();
            $table->timestamps();
            $table->unique(['subdomain', 'account_id'], 'amo_identity');
            $table->foreign('owner_id', 'fk_owner')->references('id')->on('owners')->onDelete('cascade');
        });
    }

    public function down(): void
    {
        Schema::table('amo_accounts', fn (Blueprint $table) => $table->dropColumn('subdomain'));
    }
};`),
    ).toEqual([
      "laravel migration create amo_accounts (id!: id; user_id: foreignId; subdomain?: string(63); account_id: unsignedBigInteger) primary(id @ id()) unique(subdomain @ unique()) primary(account_id @ primary()) unique amo_identity(subdomain, account_id @ unique(['subdomain', 'account_id'], 'amo_identity')) foreign(user_id -> users cascade) foreign(owner_id -> owners.id cascade)",
    ])
  })

  it('reads what a step takes away and renames', async () => {
    expect(
      await php(`class ChangeKeys extends Migration {
  public function up() {
    Schema::table('accounts', function (Blueprint $table) {
      $table->dropPrimary(['subdomain']);
      $table->dropUnique('accounts_domain_unique');
      $table->dropColumn(['a', 'b']);
      $table->renameColumn('domain', 'base_domain');
      $table->bigIncrements('id')->first();
      $table->string('referer')->change();
    });
  }
}`),
    ).toEqual([
      "laravel migration alter accounts (base_domain; id!: bigIncrements; referer: string) primary(id @ bigIncrements('id')) drop primary(subdomain) drop unique(accounts_domain_unique) drop column(a, b) drop column(domain)",
    ])
  })

  it('reads Capsule, constants as names, keys of several columns and models as targets', async () => {
    expect(
      await php(`class Tokens {
  const TABLE = 'amo_tokens';
  function install() {
    Capsule::schema()->create(self::TABLE, static function (Blueprint $t): void {
      $t->integer('account_id');
      $t->string('base_domain');
      $t->foreignIdFor(AmoClient::class)->constrained();
      $t->primary(['account_id', 'base_domain']);
      $t->integer('n', true);
      if (true) { $t->unique('base_domain', name: 'by_domain'); }
    });
  }
}`),
    ).toEqual([
      "laravel schema create amo_tokens (account_id: integer; base_domain: string; amo_client_id: foreignIdFor @ AmoClient::class; n!: integer) primary(account_id, base_domain @ primary(['account_id', 'base_domain'])) primary(n @ integer('n', true)) unique by_domain(base_domain @ unique('base_domain', name: 'by_domain')) foreign(amo_client_id -> amo_clients)",
    ])
  })
})

describe('Eloquent', () => {
  it('reads models', async () => {
    expect(
      await php(`
/**
 * @property int $account_id
 * @property Carbon|null $expires_at
 * @property User $user
 */
class AmoAccount extends Model
{
    protected $primaryKey = 'subdomain';
    public $incrementing = false;
    protected $keyType = 'string';
    protected $fillable = ['subdomain', 'access_token'];
    protected $casts = ['expires_at' => 'datetime'];

    public function portal() { return $this->belongsTo(Portal::class); }
}
class Token extends Model { protected $table = 'amo_tokens'; protected $guarded = []; protected $fillable = ['account_id']; }
class Post extends Model { protected $fillable = ['title']; }`),
    ).toEqual([
      "eloquent model create amo_accounts = AmoAccount (subdomain; access_token; expires_at: datetime; account_id: int) primary(subdomain @ $primaryKey = 'subdomain') foreign(portal_id -> Portal)",
      'eloquent model create amo_tokens = Token (id! @ Token; account_id) primary(id @ Token)',
    ])
  })

  it('reads look-ups of one record', async () => {
    expect(
      await php(`
class Repository {
  function find($domain, $accountId) {
    Account::where('subdomain', $sub)->first();
    Account::query()->where('active', true)->where(['accounts.base_domain' => $domain])->exists();
    DB::table('amo_accounts')->where('referer', '=', $r)->value('id');
    Account::whereSubdomain($sub)->firstOrFail();
    Account::firstWhere('domain', $domain);
    Account::whereRaw('LOWER(subdomain) = ? AND active = 1', [strtolower($sub)])->first();
    Account::where(DB::raw('lower(subdomain)'), $sub)->first();
    Account::where(function ($q) use ($sub) { $q->where('subdomain', $sub)->orWhere('name', $sub); })->first();
    Account::findOrFail($accountId);
    $query = Account::query()->where([['subdomain', '=', $sub], ['active', 1]]);
    $query->count();
    return $query->first();
  }
}`),
    ).toEqual([
      'lookup Account Account::where subdomain=$sub @ subdomain',
      'lookup Account Account::query()->where active=true, base_domain=$domain @ accounts.base_domain',
      'lookup amo_accounts DB::table()->where referer=$r @ referer',
      'lookup Account Account::whereSubdomain subdomain=$sub @ whereSubdomain',
      'lookup Account Account::firstWhere domain=$domain @ domain',
      'lookup Account Account::whereRaw subdomain=strtolower($sub) @ subdomain',
      'lookup Account Account::where subdomain=$sub @ lower(subdomain)',
      'lookup Account Account::where subdomain=$sub, name=$sub @ subdomain',
      'lookup Account Account::findOrFail accountId=$accountId @ $accountId',
      'lookup Account Account::query()->where subdomain=$sub, active=1 @ subdomain',
    ])
  })

  it('reads writes to the record that is found by a value', async () => {
    expect(
      await php(`
$key = ['subdomain' => $sub];
Account::updateOrCreate($key, ['access_token' => $t]);
$user->amoAccounts()->firstOrNew(['account_id' => $id]);
Account::upsert($rows, ['domain'], ['access_token']);
DB::table('tokens')->updateOrInsert(['base_domain' => $d], []);`),
    ).toEqual([
      'upsert Account Account::updateOrCreate subdomain=$sub @ subdomain',
      'upsert amoAccounts $user->amoAccounts()->firstOrNew account_id=$id @ account_id',
      'upsert Account Account::upsert domain @ domain',
      'upsert tokens DB::table()->updateOrInsert base_domain=$d @ base_domain',
    ])
  })

  it('leaves lists of many, comparisons and other columns alone', async () => {
    expect(
      await php(`
Account::where('subdomain', $s)->orderBy('id');
Account::where('subdomain', '<>', '')->first();
Account::where('id', $accountKey)->first();
Account::whereNotNull('subdomain')->first();
Account::whereIn('subdomain', $all)->first();
Account::create(['subdomain' => $s]);
Account::find(5);
Account::where()->first(); Account::updateOrCreate(...$x); Schema::create($t, $f); Schema::create('x', function () {});`),
    ).toEqual([])
  })

  it('reads conditions that are put together, and those of Phalcon', async () => {
    expect(
      await php(`
Account::whereRaw("subdomain = '$sub' AND id <> 5")->first();
Account::where('base_domain = ' . $domain)->exists();
ModuleAmo::findFirst("portalId='$portalId' AND baseDomain='{$domain}'");
Accounts::findFirst(['conditions' => 'subdomain = :s:', 'bind' => ['s' => $sub]]);
Accounts::findFirst(['domain = ?0', 'bind' => [$domain]]);
Accounts::findFirstByBaseDomain($domain);
Accounts::findFirst(); Accounts::findFirst(5); Accounts::findFirst("id = '$id'");`),
    ).toEqual([
      'lookup Account Account::whereRaw subdomain=$sub @ "subdomain = \'$sub\' AND id <> 5"',
      "lookup Account Account::where base_domain=$domain @ 'base_domain = ' . $domain",
      "lookup ModuleAmo ModuleAmo::findFirst portalId=$portalId, baseDomain=$domain @ \"portalId='$portalId' AND baseDomain='{$domain}'\"",
      'lookup Accounts Accounts::findFirst subdomain @ subdomain',
      'lookup Accounts Accounts::findFirst domain @ domain',
      'lookup Accounts Accounts::findFirstByBaseDomain base_domain=$domain @ findFirstByBaseDomain',
    ])
  })
})
