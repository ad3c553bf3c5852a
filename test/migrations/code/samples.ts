import type { StepFile } from '../../../src/migrations/raw/step.js'

/** A folder of steps as projects keep it, and the names that the next two get. */
export interface Sample {
  title: string
  folder: string
  files: readonly StepFile[]
  names: readonly [string, string]
  /** What runs a step and gives the statements of its way up and of its way down; absent where nothing here can. */
  run?: 'node' | 'php' | 'ruby' | 'python'
}

export const SAMPLES: readonly Sample[] = [
  {
    title: 'Laravel',
    folder: 'database/migrations/',
    run: 'php',
    files: [
      {
        name: '2024_01_31_235959_create_hooks_table.php',
        text: `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;

return new class extends Migration
{
    public function up(): void
    {
    }
};
`,
      },
    ],
    names: ['2024_02_01_000000_accounts_to_kommo.php', '2024_02_01_000001_accounts_to_kommo.php'],
  },
  {
    title: 'Doctrine',
    folder: 'migrations/',
    run: 'php',
    files: [
      {
        name: 'Version20240131120059.php',
        text: `<?php

declare(strict_types=1);

namespace DoctrineMigrations;

use Doctrine\\DBAL\\Schema\\Schema;
use Doctrine\\Migrations\\AbstractMigration;

final class Version20240131120059 extends AbstractMigration
{
    public function up(Schema $schema): void
    {
    }
}
`,
      },
    ],
    names: ['Version20240131120100.php', 'Version20240131120101.php'],
  },
  {
    title: 'Phinx',
    folder: 'db/migrations/',
    run: 'php',
    files: [
      {
        name: '20240131120059_hooks.php',
        text: `<?php
declare(strict_types=1);

use Phinx\\Migration\\AbstractMigration;

final class Hooks extends AbstractMigration
{
    public function change(): void
    {
    }
}
`,
      },
    ],
    names: ['20240131120100_accounts_to_kommo.php', '20240131120101_accounts_to_kommo.php'],
  },
  {
    title: 'Yii 2',
    folder: 'console/migrations/',
    run: 'php',
    files: [
      {
        name: 'm240131_120059_hooks.php',
        text: `<?php

use yii\\db\\Migration;

class m240131_120059_hooks extends Migration
{
    public function safeUp()
    {
    }
}
`,
      },
    ],
    names: ['m240131_120100_accounts_to_kommo.php', 'm240131_120101_accounts_to_kommo.php'],
  },
  {
    title: 'Rails',
    folder: 'db/migrate/',
    run: 'ruby',
    files: [
      {
        name: '20240131120059_create_hooks.rb',
        text: `class CreateHooks < ActiveRecord::Migration[7.0]
  def change
  end
end
`,
      },
    ],
    names: ['20240131120100_accounts_to_kommo.rb', '20240131120101_accounts_to_kommo.rb'],
  },
  {
    title: 'Sequel',
    folder: 'db/migrations/',
    run: 'ruby',
    files: [
      {
        name: '009_hooks.rb',
        text: `Sequel.migration do
  change do
  end
end
`,
      },
    ],
    names: ['010_accounts_to_kommo.rb', '011_accounts_to_kommo.rb'],
  },
  {
    title: 'Django',
    folder: 'crm/migrations/',
    run: 'python',
    files: [
      {
        name: '0001_initial.py',
        text: `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contenttypes", "0001_initial")]
    operations = []
`,
      },
      {
        name: '0002_hooks.py',
        text: `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("crm_sync", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = []
`,
      },
    ],
    names: ['0003_accounts_to_kommo.py', '0004_accounts_to_kommo.py'],
  },
  {
    title: 'Alembic',
    folder: 'alembic/versions/',
    run: 'python',
    files: [
      {
        name: '2b1c0d9e8f7a_hooks.py',
        text: `"""hooks"""
from typing import Union

from alembic import op

revision: str = "2b1c0d9e8f7a"
down_revision: Union[str, None] = "9f8e7d6c5b4a"
`,
      },
      {
        name: '9f8e7d6c5b4a_first.py',
        text: `"""first"""
from alembic import op

revision = '9f8e7d6c5b4a'
down_revision = None
`,
      },
    ],
    names: ['4724c39e86ac_accounts_to_kommo.py', '093a17eab372_accounts_to_kommo.py'],
  },
  {
    title: 'TypeORM',
    folder: 'src/migrations/',
    run: 'node',
    files: [
      {
        name: '1706702459123-Hooks.ts',
        text: `import {
    MigrationInterface,
    QueryRunner,
    Table,
} from "typeorm";

export class Hooks1706702459123 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(\`SELECT 1\`);
    }
}
`,
      },
    ],
    names: ['1706702460123-AccountsToKommo.ts', '1706702461123-AccountsToKommo.ts'],
  },
  {
    title: 'TypeORM',
    folder: 'migrations/',
    run: 'node',
    files: [
      {
        name: '1706702459123-hooks.js',
        text: `module.exports = class Hooks1706702459123 {
  async up(queryRunner) {
    await queryRunner.query('SELECT 1')
  }
}
`,
      },
    ],
    names: ['1706702460123-AccountsToKommo.js', '1706702461123-AccountsToKommo.js'],
  },
  {
    title: 'MikroORM',
    folder: 'src/migrations/',
    run: 'node',
    files: [
      {
        name: 'Migration20240131120059.ts',
        text: `import { Migration } from '@mikro-orm/migrations';

export class Migration20240131120059 extends Migration {

  override async up(): Promise<void> {
    this.addSql(\`select 1;\`);
  }

}
`,
      },
    ],
    names: ['Migration20240131120100.ts', 'Migration20240131120101.ts'],
  },
  {
    title: 'Sequelize',
    folder: 'migrations/',
    run: 'node',
    files: [
      {
        name: '20240131120059-hooks.js',
        text: `'use strict';

module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.dropTable('hooks');
  },
};
`,
      },
    ],
    names: ['20240131120100-accounts-to-kommo.js', '20240131120101-accounts-to-kommo.js'],
  },
  {
    title: 'Kysely',
    folder: 'migrations/',
    run: 'node',
    files: [
      {
        name: '2024-01-31T12-00-59_hooks.ts',
        text: `import { type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('hooks').execute()
}
`,
      },
    ],
    names: ['2024-01-31T12-01-00_accounts_to_kommo.ts', '2024-01-31T12-01-01_accounts_to_kommo.ts'],
  },
  {
    title: 'Knex',
    folder: 'migrations/',
    run: 'node',
    files: [
      {
        name: '20240131120059_hooks.js',
        text: `exports.up = function (knex) {
  return knex.schema.dropTable('hooks');
};
`,
      },
    ],
    names: ['20240131120100_accounts_to_kommo.js', '20240131120101_accounts_to_kommo.js'],
  },
  {
    title: 'Knex',
    folder: 'db/migrations/',
    run: 'node',
    files: [
      {
        name: '20240131120059_hooks.ts',
        text: `import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.dropTable('hooks')
}
`,
      },
    ],
    names: ['20240131120100_accounts_to_kommo.ts', '20240131120101_accounts_to_kommo.ts'],
  },
  {
    title: 'EF Core',
    folder: 'Migrations/',
    files: [
      {
        name: '20240131120059_Hooks.cs',
        text: `using Microsoft.EntityFrameworkCore.Migrations;

namespace Acme.Data.Migrations
{
    public partial class Hooks : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) { }
    }
}
`,
      },
      {
        name: '20240131120059_Hooks.Designer.cs',
        text: `using Acme.Data;
using Microsoft.EntityFrameworkCore;

namespace Acme.Data.Migrations
{
    [DbContext(typeof(AcmeContext))]
    [Migration("20240131120059_Hooks")]
    partial class Hooks { }
}
`,
      },
    ],
    names: ['20240131120100_AccountsToKommo.cs', '20240131120101_AccountsToKommo.cs'],
  },
]
