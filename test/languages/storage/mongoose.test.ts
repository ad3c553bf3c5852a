import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

describe('Mongoose', () => {
  it('reads schemas with their indexes', async () => {
    expect(
      await facts(
        'account.js',
        "const mongoose = require('mongoose')\nconst accountSchema = new mongoose.Schema({\n  subdomain: { type: String, required: true, unique: true, lowercase: true },\n  accountId: { type: Number, index: true },\n  domain: String,\n  owner: { type: Schema.Types.ObjectId, ref: 'User' },\n}, { timestamps: true })\naccountSchema.index({ accountId: 1, domain: 1 }, { unique: true })\naccountSchema.index({ domain: 1 })\nmodule.exports = mongoose.model('AmoAccount', accountSchema)",
      ),
    ).toEqual([
      'mongoose model create amoaccounts = AmoAccount (subdomain: String; accountId: Number; domain: String; owner: Schema.Types.ObjectId) primary(_id @ ) unique(subdomain @ unique: true) index(accountId @ index: true) unique(accountId, domain @ accountSchema.index({ accountId: 1, domain: 1 }, { unique: true })) index(domain @ accountSchema.index({ domain: 1 })) foreign(owner -> User)',
    ])
  })

  it('reads a key of its own', async () => {
    expect(
      await facts(
        'token.ts',
        "import { Schema, model } from 'mongoose'\nexport const Token = model('Token', new Schema({ _id: String, subdomain: String }), 'kommo_tokens')\nexport const Install = model<I>('Install', new Schema<I>({ _id: { type: Number, alias: 'accountId' } }))",
      ),
    ).toEqual([
      'mongoose model create kommo_tokens = Token (_id: String; subdomain: String) primary(_id @ _id)',
      'mongoose model create installs = Install (_id: Number) primary(_id @ _id)',
    ])
  })

  it('reads indexes of the driver and of schemas that are made from classes', async () => {
    expect(
      await facts(
        'db.ts',
        "await db.collection('amo_accounts').createIndex({ domain: 1 }, { unique: true })\nawait accountsCollection.createIndexes([{ key: { subdomain: 1 }, unique: true }])\nexport const S = SchemaFactory.createForClass(Token)\nS.index({ platform: 1, domain: 1 }, { unique: true })",
      ),
    ).toEqual([
      "mongodb schema alter amo_accounts () unique(domain @ db.collection('amo_accounts').createIndex({ domain: 1 }, { unique: true }))",
      'mongodb schema alter accounts () unique(subdomain @ { key: { subdomain: 1 }, unique: true })',
      'mongoose model alter tokens = Token () unique(platform, domain @ S.index({ platform: 1, domain: 1 }, { unique: true }))',
    ])
  })
})
