import { describe, expect, it } from 'vitest'
import { createSource } from '../../../src/files/source.js'
import { savesIn, savesOf } from '../../../src/rules/account-key/saves.js'

const read = (code: string) =>
  savesIn(
    createSource('src/A.php', Buffer.from(`<?php\nuse Doctrine\\ORM\\EntityManagerInterface;\n${code}\n`)),
  )
const asked = (code: string) =>
  read(code)?.calls.map(({ call, of, line }) => [line, call, of ?? ''].join(' ').trim())

describe('calls of Doctrine by the primary key', () => {
  it.each([
    ['$this->em->find(AmoAccount::class, $key);', ['3 em->find AmoAccount']],
    ['$em->getReference(\\App\\Entity\\AmoAccount::class, $key);', ['3 $em->getReference AmoAccount']],
    [
      '$em->getRepository(AmoAccount::class)->find($key);',
      ['3 $em->getRepository(AmoAccount::class)->find AmoAccount'],
    ],
    ['return parent::find($id);', ['3 parent->find']],
    ['$em->merge($account);', ['3 $em->merge']],
    ["$this->createQueryBuilder('a')->where('a = :account');", ['3 a = :']],
    ['class Heir extends AmoAccount {}', ['3 extends AmoAccount AmoAccount']],
    ["#[Route('/{id}')] public function show(AmoAccount $account) {}", ['3 AmoAccount $account AmoAccount']],
  ])('%s', (code, expected) => expect(asked(code)).toEqual(expected))

  it.each([
    "$accounts->findOneBy(['subdomain' => $host]);",
    "$this->createQueryBuilder('a')->where('a.subdomain = :host');",
    'public function show(AmoAccount $account) {}',
  ])('not %s', (code) => expect(asked(code)).toBeUndefined())

  it('knows a repository by the name of its class', () => {
    const facts = read('function a(AmoAccountRepository $accounts) { return $accounts->find($id); }')
    expect(facts && savesOf(facts, ['AmoAccount'], new Set(['AmoAccount', 'Deal']))).toHaveLength(1)
    expect(facts && savesOf(facts, ['Deal'], new Set(['AmoAccount', 'Deal']))).toHaveLength(0)
  })
})
