import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const php = (text: string): Promise<string[]> =>
  facts('local/x.php', `<?php\nuse Bitrix\\Main\\ORM\\Data\\DataManager;\n${text}`)

describe('Bitrix', () => {
  it('reads maps of options and maps of objects', async () => {
    expect(
      await php(`
class AmoAccountTable extends DataManager {
  public static function getTableName() { return 'amo_account'; }
  public static function getMap() {
    return array(
      'SUBDOMAIN' => array('data_type' => 'string', 'primary' => true),
      'ACCOUNT_ID' => ['data_type' => 'integer', 'unique' => true],
      'USER_ID' => ['data_type' => 'integer'],
      'USER' => ['data_type' => 'Bitrix\\Main\\User', 'reference' => ['=this.USER_ID' => 'ref.ID']],
    );
  }
}
class TokenTable extends DataManager {
  public static function getTableName(): string { return 'amo_token'; }
  public static function getMap(): array {
    return [
      new IntegerField('ID', ['primary' => true, 'autocomplete' => true]),
      (new StringField('BASE_DOMAIN'))->configureUnique()->configureSize(255),
      (new IntegerField('ACCOUNT_ID'))->configureRequired(),
      new Reference('ACCOUNT', AmoAccountTable::class, Join::on('this.ACCOUNT_ID', 'ref.ID')),
    ];
  }
}`),
    ).toEqual([
      "bitrix model create amo_account = AmoAccountTable (SUBDOMAIN: string; ACCOUNT_ID: integer; USER_ID: integer) primary(SUBDOMAIN @ 'primary' => true) unique(ACCOUNT_ID @ 'unique' => true) foreign(USER_ID -> User.ID)",
      "bitrix model create amo_token = TokenTable (ID!: integer; BASE_DOMAIN: string; ACCOUNT_ID: integer) primary(ID @ 'primary' => true) unique(BASE_DOMAIN @ configureUnique()) foreign(ACCOUNT_ID -> AmoAccountTable.ID)",
    ])
  })

  it('reads look-ups', async () => {
    expect(
      await php(`
$row = AmoAccountTable::getList(['filter' => ['=SUBDOMAIN' => $sub], 'limit' => 1])->fetch();
AmoAccountTable::getRow(['filter' => ['BASE_DOMAIN' => $d]]);
AmoAccountTable::getByPrimary($subdomain)->fetchObject();
AmoAccountTable::query()->where('DOMAIN', $domain)->fetch();
$list = AmoAccountTable::getList(['filter' => ['=SUBDOMAIN' => $sub]]);
while ($row = $list->fetch()) {}
AmoAccountTable::getList(['filter' => ['=SUBDOMAIN' => $sub]])->fetchAll();
AmoAccountTable::getById($id); AmoAccountTable::getRow();`),
    ).toEqual([
      'lookup AmoAccountTable AmoAccountTable::getList SUBDOMAIN=$sub @ =SUBDOMAIN',
      'lookup AmoAccountTable AmoAccountTable::getRow BASE_DOMAIN=$d @ BASE_DOMAIN',
      'lookup AmoAccountTable AmoAccountTable::getByPrimary subdomain=$subdomain @ $subdomain',
      'lookup AmoAccountTable AmoAccountTable::query()->where DOMAIN=$domain @ DOMAIN',
    ])
  })
})
