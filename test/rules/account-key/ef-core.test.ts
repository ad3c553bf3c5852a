import { expect, it } from 'vitest'
import { audit } from '../../../src/index.js'
import { loadCases } from '../../contract/cases.js'
import { repository } from '../../files/tree.js'

it('leaves classes of EF Core to a person, with a plan that names every place', async () => {
  const given = loadCases().find(({ name }) => name === 'account-key/keep-ef-core-snapshot')
  const cwd = repository(Object.fromEntries(given?.input ?? []))
  const { findings } = await audit({ cwd, rules: ['account-key'] })
  const primary = findings.find(({ severity }) => severity === 'error')
  for (const place of [
    'src/Data/Entities/AmoAccount.cs',
    'src/Data/StudioContext.cs',
    '`src/Data/Migrations/StudioContextModelSnapshot.cs`',
    '`Pipeline` (src/Data/Entities/Pipeline.cs)',
    '`db.AmoAccounts.FindAsync` (src/Services/Accounts.cs)',
    '`dotnet ef migrations add AmoAccountOwnKey`',
  ])
    expect(primary?.help).toContain(place)
  expect(primary?.fix?.kind).toBe('manual')
})
