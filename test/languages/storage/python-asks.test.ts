import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const python = (code: string) =>
  facts(
    'store.py',
    `async def load(session, subdomain, account_id):\n    ${code.replaceAll('\n', '\n    ')}\n`,
  )

describe('what SQLAlchemy is asked', () => {
  it.each([
    [
      'Account.query.filter_by(subdomain=subdomain).first()',
      'lookup Account Account.query.filter_by.first subdomain=subdomain @ subdomain',
    ],
    [
      'db.session.query(Account).filter(Account.domain == host, Account.active == True).one_or_none()',
      'lookup Account db.session.query.filter.one_or_none domain=host, active=True @ domain',
    ],
    [
      'stmt = select(Account).where(func.lower(Account.subdomain) == subdomain.lower())\nresult = await session.execute(stmt)\nreturn result.scalar_one_or_none()',
      'lookup Account select.where subdomain=subdomain.lower() @ subdomain',
    ],
    [
      'query = select(Account)\nquery = query.where(Account.subdomain == subdomain)\nreturn await session.scalar(query)',
      'lookup query query.where subdomain=subdomain @ subdomain',
    ],
    [
      'await session.get(Account, subdomain)',
      // By its value, and by the key of the model, whatever that is.
      [
        'lookup Account session.get pk @ session.get(Account, subdomain)',
        'lookup Account session.get subdomain=subdomain @ subdomain',
      ],
    ],
    [
      'await session.execute(update(Account).where(Account.subdomain == subdomain).values(access_token=token))',
      'lookup Account update.where.values subdomain=subdomain @ subdomain',
    ],
    [
      'insert(Account).values(**row).on_conflict_do_update(index_elements=[Account.subdomain], set_={"access_token": token})',
      'upsert Account insert.values.on_conflict_do_update subdomain @ Account.subdomain',
    ],
  ])('%s', async (code, line) => {
    expect(await python(code)).toEqual([line].flat())
  })
})

describe('what Django is asked', () => {
  it.each([
    [
      'Account.objects.get(subdomain=subdomain)',
      'lookup Account Account.objects.get subdomain=subdomain @ subdomain',
    ],
    [
      'await Token.objects.filter(account__subdomain__iexact=subdomain).afirst()',
      'lookup Token Token.objects.filter.afirst subdomain=subdomain @ account__subdomain__iexact',
    ],
    [
      'Account.objects.filter(Q(subdomain=subdomain) | Q(domain=host)).exists()',
      'lookup Account Account.objects.filter.exists subdomain=subdomain, domain=host @ subdomain',
    ],
    [
      'Account.objects.update_or_create(account_id=account_id, defaults={"access_token": token})',
      'upsert Account Account.objects.update_or_create account_id=account_id @ account_id',
    ],
    [
      'get_object_or_404(Account, subdomain=subdomain)',
      'lookup Account get_object_or_404 subdomain=subdomain @ subdomain',
    ],
  ])('%s', async (code, line) => {
    expect(await python(code)).toEqual([line].flat())
  })
})

describe('what is no question for one account', () => {
  it.each([
    'Account.objects.filter(subdomain=subdomain)',
    'Account.objects.filter(subdomain__in=names).first()',
    'Account.objects.filter(name=subdomain).first()',
    'rows = (await session.execute(select(Account).where(Account.subdomain == subdomain))).scalars().all()',
    'requests.get(url, subdomain=subdomain)',
    'client.get(subdomain=subdomain)',
    'get(subdomain)',
    'Account.query.filter_by().first(*args)',
  ])('%s', async (code) => {
    expect(await python(code)).toEqual([])
  })
})
