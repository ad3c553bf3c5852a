import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const models = (code: string) =>
  facts('crm/models.py', `import uuid\nfrom django.db import models\n\n${code}\n`)
const migration = (operations: string) =>
  facts(
    'src/crm/migrations/0002_account.py',
    `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [('crm', '0001_initial')]\n    operations = [\n        ${operations}\n    ]\n`,
  )

describe('models of Django', () => {
  it('reads keys of fields', async () => {
    expect(
      await models(
        `class Account(models.Model):
    account_id = models.BigIntegerField(primary_key=True)
    subdomain = models.CharField(max_length=64, unique=True, db_column='amo_subdomain')
    domain = models.URLField(null=True, db_index=True)
    owner = models.ForeignKey('auth.User', on_delete=models.SET_NULL, null=True)
    leads = models.ManyToManyField('Lead')
    objects = AccountManager()`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "django model create crm_account = Account (account_id: BigIntegerField; amo_subdomain: CharField < subdomain; domain?: URLField; owner_id?: ForeignKey < owner) primary(account_id @ primary_key=True) unique(amo_subdomain @ unique=True) index(domain @ db_index=True) foreign(owner_id -> User SET NULL) foreign( -> Account) foreign( -> Lead)",
      ]
    `)
  })

  it('reads what Meta says of the table', async () => {
    expect(
      await models(
        `class Token(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    platform = models.CharField(max_length=8)
    account = models.OneToOneField(Account, models.CASCADE, to_field='subdomain')
    base_domain = EncryptedCharField(max_length=255)

    class Meta:
        db_table = 'amo_tokens'
        unique_together = ('platform', 'account')
        constraints = [
            models.UniqueConstraint(fields=['base_domain'], name='uniq_domain'),
            models.UniqueConstraint(Lower('base_domain'), name='uniq_lower'),
            models.CheckConstraint(check=Q(platform='kommo'), name='known'),
        ]
        indexes = [models.Index(fields=['-platform'])]`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "django model create amo_tokens = Token (id!: UUIDField; platform: CharField; account_id: OneToOneField < account; base_domain: EncryptedCharField) primary(id @ primary_key=True) unique(account_id @ models.OneToOneField) unique(platform, account_id @ ('platform', 'account')) unique uniq_domain(base_domain @ models.UniqueConstraint(fields=['base_domain'], name='uniq_domain')) unique uniq_lower(base_domain @ models.UniqueConstraint(Lower('base_domain'), name='uniq_lower')) index(platform @ models.Index(fields=['-platform'])) foreign(account_id -> Account.subdomain CASCADE)",
      ]
    `)
  })

  it('reads a composite key', async () => {
    expect(
      await models(
        `class Cursor(models.Model):
    pk = models.CompositePrimaryKey('subdomain', 'entity')
    subdomain = models.CharField(max_length=64)
    entity = models.CharField(max_length=32)`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "django model create crm_cursor = Cursor (subdomain: CharField; entity: CharField) primary(subdomain, entity @ models.CompositePrimaryKey('subdomain', 'entity'))",
      ]
    `)
  })

  it('leaves serializers and forms alone', async () => {
    expect(
      await facts(
        'crm/serializers.py',
        `from django.conf import settings
from rest_framework import serializers


class AccountSerializer(serializers.ModelSerializer):
    subdomain = serializers.CharField(max_length=64)


class AccountForm(forms.Form):
    account_id = forms.IntegerField()
`,
      ),
    ).toEqual([])
  })
})

describe('migrations of Django', () => {
  it('makes tables', async () => {
    expect(
      await migration(
        `migrations.CreateModel(
            name='AmoAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('subdomain', models.CharField(max_length=64, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='crm.user')),
            ],
            options={'unique_together': {('user', 'subdomain')}},
        ),`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "django migration create crm_amoaccount = AmoAccount (id!: BigAutoField; subdomain: CharField; user_id: ForeignKey < user) primary(id @ primary_key=True) unique(subdomain @ unique=True) unique(user_id, subdomain @ ('user', 'subdomain')) foreign(user_id -> user CASCADE)",
      ]
    `)
  })

  it('changes tables', async () => {
    expect(
      await migration(
        `migrations.AddField(model_name='account', name='base_domain', field=models.CharField(max_length=99, unique=True)),
        migrations.AlterField('account', 'account_id', models.BigIntegerField()),
        migrations.AlterUniqueTogether(name='account', unique_together={('platform', 'account_id')}),
        migrations.AddConstraint(model_name='account', constraint=models.UniqueConstraint(fields=('subdomain',), name='uniq_sub')),
        migrations.RemoveConstraint('account', 'uniq_old'),
        migrations.RemoveField('account', 'referer'),`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "django migration alter crm_account = account (base_domain: CharField) unique(base_domain @ unique=True)",
        "django migration alter crm_account = account (account_id: BigIntegerField) drop primary(account_id) drop unique(account_id)",
        "django migration alter crm_account = account () unique(platform, account_id @ ('platform', 'account_id'))",
        "django migration alter crm_account = account () unique uniq_sub(subdomain @ models.UniqueConstraint(fields=('subdomain',), name='uniq_sub'))",
        "django migration alter crm_account = account () drop unique(uniq_old)",
        "django migration alter crm_account = account () drop column(referer)",
      ]
    `)
  })
})
