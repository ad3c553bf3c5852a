import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const php = (text: string): Promise<string[]> =>
  facts('db/x.php', `<?php\nuse Phinx\\Migration\\AbstractMigration;\n${text}`)

describe('Phinx', () => {
  it('reads tables with the keys of their options', async () => {
    expect(
      await php(`final class CreateAmoTables extends AbstractMigration {
  public function change(): void {
    $this->table('amo_accounts', ['id' => false, 'primary_key' => ['subdomain']])
      ->addColumn('subdomain', 'string', ['limit' => 63])
      ->addColumn('account_id', 'biginteger', ['null' => true])
      ->addIndex(['account_id'], ['unique' => true, 'name' => 'by_account'])
      ->create();
    $table = $this->table('tokens');
    $table->addColumn('account_id', 'integer');
    $table->addForeignKey('account_id', 'amo_accounts', 'id', ['delete' => 'CASCADE'])->save();
    $table = $this->table('logs', ['id' => 'log_id']);
    $table->addColumn('base_domain', 'string')->addIndex('base_domain')->create();
  }
}`),
    ).toEqual([
      "phinx migration create amo_accounts (subdomain: string(63); account_id?: biginteger) primary(subdomain @ ['subdomain']) unique by_account(account_id @ addIndex(['account_id'], ['unique' => true, 'name' => 'by_account']))",
      'phinx migration create tokens (id!: integer @ tokens; account_id: integer) primary(id @ tokens) foreign(account_id -> amo_accounts.id CASCADE)',
      "phinx migration create logs (log_id!: integer; base_domain: string) primary(log_id @ log_id) index(base_domain @ addIndex('base_domain'))",
    ])
  })

  it('reads changes, not the way back', async () => {
    expect(
      await php(`class AddKeys extends AbstractMigration {
  public function up() {
    $this->table('accounts')->changePrimaryKey(['id'])->removeIndex(['domain'])->removeColumn('x')->renameColumn('a', 'subdomain')->update();
    $this->table('accounts')->addIndex(['subdomain'], ['unique' => true])->save();
  }
  public function down() { $this->table('accounts')->changePrimaryKey('subdomain')->update(); }
}`),
    ).toEqual([
      "phinx migration alter accounts (subdomain) primary(id @ changePrimaryKey(['id'])) drop primary() drop unique(domain) drop column(x) drop column(a)",
      "phinx migration alter accounts () unique(subdomain @ addIndex(['subdomain'], ['unique' => true]))",
    ])
  })
})
