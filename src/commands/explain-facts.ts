/** What people ask about a rule beyond the rule itself: what the vendor's announcement says around it. */
export interface Facts {
  title: string
  items: readonly string[]
}

const UNCHANGED: Facts = {
  title: 'What does not change',
  items: [
    'Tokens issued on amocrm.com stay valid on kommo.com.',
    'Nobody has to install the integration again.',
    'Chat channels are registered as before.',
    'amocrm.ru is another product of another company: nothing changes there.',
  ],
}

/** By rule id. */
export const FACTS: Readonly<Record<string, readonly Facts[]>> = {
  'legacy-host': [
    {
      title: 'Redirects, according to the announcement',
      items: [
        'Pages of an account, SUBDOMAIN.amocrm.com, are already redirected to SUBDOMAIN.kommo.com. Accounts with integrations that are not adapted yet live on both for now.',
        'Exempt for now are addresses that begin with `private/api/*`, `api/v2/*`, `api/v3/*`, `api/v4/*` and `auth2/*`. The documented path of the token request is `oauth2/*`, so this tool reads the last one as `oauth2/*` too.',
        'Later, API methods will be redirected with HTTP 308 as well. It keeps method and body, but a client that follows it to another host drops the `Authorization` header, and some do not follow it at all.',
      ],
    },
    UNCHANGED,
  ],
  'chat-host': [
    {
      title: 'Redirects, according to the announcement',
      items: [
        'amojo.amocrm.com still accepts requests. Soon it will answer with HTTP 308 to amojo.kommo.com.',
        'Links to media files name kommo.com already.',
        'The signature of a request does not cover the host: nothing changes in how it is computed.',
      ],
    },
    UNCHANGED,
  ],
  'origin-allowlist': [
    {
      title: 'What names which host',
      items: [
        'CRM webhooks are forms without a documented signature. `account[_links][self]` in them still names `SUB.amocrm.com`, for accounts that never had another name than Kommo too, while links to media files name kommo.com: a check of webhooks needs both.',
        'The redirect of OAuth brings `referer`, the host of the account without a scheme. It is documented as `SUB.kommo.com`; before that it was `SUB.amocrm.com`.',
        'A good check takes the whole host: `^[a-z0-9-]+\\.(amocrm\\.com|kommo\\.com)$`, and `amocrm\\.ru` where the integration serves it.',
        'Accounts with integrations that are not adapted yet are open on both names: browsers may name either as the origin.',
      ],
    },
  ],
  'account-key': [
    {
      title: 'How a key is changed by hand, step by step',
      items: [
        'Add an auto-increment `id` and a `platform` column (`kommo`; `amocrm.ru` for rows whose address says so) beside the old key, and fill them. Nothing reads them yet.',
        'Give every table that points to the old key a column for the new one, and fill it from the parent.',
        'Change the code: it finds an account by platform and account id, writes the domain as a value, and uses `id` between its own tables.',
        'Then make `id` the primary key and (platform, account id) unique, move the foreign keys, and index the old columns without `unique`.',
        'Try the way there and the way back on a copy of your data. On MySQL a step cannot be rolled back half way: take a backup.',
      ],
    },
    {
      title: 'Which names of an account last',
      items: [
        'The account id does, on its platform: webhooks carry it as `account[id]`, one-time tokens as `account_id`, the disable hook as `account_id`, and `/api/v4/account` gives it.',
        'For chats, `amojo_id` does.',
        'Subdomain and domain can change at any time.',
      ],
    },
  ],
  'stored-host': [
    {
      title: 'What `kommo-migrate data` writes',
      items: [
        'A `.look.sql` file that shows the rows which will change and those which will not, and changes nothing.',
        'A step that changes `SUB.amocrm.com`, alone or as `https://SUB.amocrm.com/`. `.amocrm.ru`, `amojo`, shards such as `api-b` and `drive-c`, and longer URLs stay.',
        'Where the address is unique, a row whose account has one under kommo.com already is merged into that one: what pointed to the old row points to the other.',
        'Former rows are kept in a table `…_before_kommo`, from which the way back takes them.',
        'Scripts for files and for keys of Redis that are named by the address; they show what they would do until `APPLY=1`.',
      ],
    },
    UNCHANGED,
  ],
  'amocrm-global': [
    {
      title: 'Good to know',
      items: [
        '`APP` exists on amocrm.ru too: a widget that serves both products can use it.',
        '`AMOCRM` "remains available for now", says the announcement. No date is given.',
      ],
    },
  ],
}
