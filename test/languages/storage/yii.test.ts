import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const php = (text: string): Promise<string[]> => facts('app/x.php', `<?php\nuse yii\\db\\Migration;\n${text}`)

describe('Yii 2', () => {
  it('reads what a migration makes, with the keys that it adds afterwards', async () => {
    expect(
      await php(`class m210225_161047_init extends Migration {
  public function safeUp() {
    $this->createTable('{{%account}}', [
      'id' => $this->primaryKey(),
      'subdomain' => $this->string(63)->notNull()->unique(),
      'account_id' => $this->bigInteger(),
      'domain' => 'varchar(255) NOT NULL UNIQUE',
      'old' => Schema::TYPE_PK,
      'config_id' => $this->integer(),
    ], $options);
    $this->createTable('amo_token', ['base_domain' => $this->string(), 'user_id' => 'integer', 'PRIMARY KEY(base_domain, user_id)']);
    $this->createIndex('idx_account', '{{%account}}', ['account_id', 'subdomain'], true);
    $this->createIndex('idx_domain', '{{%account}}', 'domain');
    $this->addForeignKey('fk_config', '{{%account}}', 'config_id', '{{%config}}', 'id', 'CASCADE', 'RESTRICT');
    $this->addPrimaryKey('pk', '{{%session}}', ['account_id', 'day']);
    $this->addColumn('{{%session}}', 'referer', $this->string()->null());
    $this->dropIndex('idx_old', '{{%session}}');
  }
  public function safeDown() {
    $this->dropPrimaryKey('pk', '{{%session}}');
  }
}`),
    ).toEqual([
      "yii2 migration create account (id!: primaryKey; subdomain: string(63); account_id: bigInteger; domain: varchar(255) NOT NULL UNIQUE; old!: Schema::TYPE_PK; config_id: integer) primary(id @ primaryKey()) unique(subdomain @ unique()) unique(domain @ 'varchar(255) NOT NULL UNIQUE') primary(old @ Schema::TYPE_PK) unique idx_account(account_id, subdomain @ createIndex('idx_account', '{{%account}}', ['account_id', 'subdomain'], true)) index idx_domain(domain @ createIndex('idx_domain', '{{%account}}', 'domain')) foreign(config_id -> config.id CASCADE)",
      "yii2 migration create amo_token (base_domain: string; user_id: integer) primary(base_domain, user_id @ 'PRIMARY KEY(base_domain, user_id)')",
      "yii2 migration alter session (referer?: string) primary pk(account_id, day @ addPrimaryKey('pk', '{{%session}}', ['account_id', 'day'])) drop unique(idx_old)",
    ])
  })

  it('reads active records', async () => {
    expect(
      await php(`
/**
 * @property int $id
 * @property string $base_domain
 * @property Config $config
 */
class Account extends \\yii\\db\\ActiveRecord {
  public static function tableName() { return '{{%account}}'; }
  public static function primaryKey() { return ['subdomain']; }
  public function rules() {
    return [
      [['config_id'], 'integer'],
      ['subdomain', 'unique'],
      [['account_id', 'base_domain'], 'unique', 'targetAttribute' => ['account_id', 'base_domain']],
    ];
  }
  public function getConfig() { return $this->hasOne(Config::class, ['id' => 'config_id']); }
}
class Post extends ActiveRecord { public function rules() { return [['title', 'unique']]; } }`),
    ).toEqual([
      "yii2 model create account = Account (subdomain; account_id; base_domain: string; config_id; id: int) primary(subdomain @ ['subdomain']) unique(subdomain @ ['subdomain', 'unique']) unique(account_id, base_domain @ [['account_id', 'base_domain'], 'unique', 'targetAttribute' => ['account_id', 'base_domain']]) foreign(config_id -> Config.id)",
    ])
  })

  it('reads look-ups', async () => {
    expect(
      await php(`
Account::findOne(['subdomain' => $sub, 'active' => 1]);
Account::findOne($accountId);
Account::find()->where(['base_domain' => $domain])->andWhere(['>', 'id', 5])->one();
Account::find()->where(['and', ['=', 'subdomain', $sub], ['active' => 1]])->exists();
(new Query())->from('{{%account}}')->where('subdomain = :s', [':s' => $sub])->one();
Account::updateAll(['token' => $t], ['subdomain' => $sub]);
Account::find()->where(['subdomain' => $sub])->all();
Account::findOne(['id' => $id]);
Account::findOne(); Account::findOne(...$x); $this->createTable(); $this->createIndex('x');`),
    ).toEqual([
      'lookup Account Account::findOne subdomain=$sub, active=1 @ subdomain',
      'lookup Account Account::findOne accountId=$accountId @ $accountId',
      'lookup Account Account::find()->where base_domain=$domain @ base_domain',
      'lookup Account Account::find()->where subdomain=$sub, active=1 @ subdomain',
      'lookup account (…)->from()->where subdomain @ subdomain',
      'lookup Account Account::updateAll subdomain=$sub @ subdomain',
    ])
  })
})
