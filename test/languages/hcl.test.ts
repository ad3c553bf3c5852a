import { describe, expect, it } from 'vitest'
import { lines, read, shown } from './read.js'

const attribute = (text: string) => read('a.tf', `resource "a" "b" {\n  x = ${text}\n}\n`)

describe('texts of HCL', () => {
  it('fills templates and formats, and decodes what stands in quotes', async () => {
    const model = await read(
      'a.tf',
      [
        'resource "a" "b" {',
        '  one   = "https://${var.sub}.amocrm.com/"',
        '  two   = format("%s.amocrm.com", local.list[0].sub)',
        '  three = "amocrm\\u002ecom"',
        '  four  = <<-EOT',
        '    ${var.sub}.amocrm\\u002ecom',
        '  EOT',
        '  five  = "%{ if var.x }amocrm.com%{ endif }"',
        '}',
      ].join('\n'),
    )
    expect(model.syntax).toBe('tree')
    expect(model.texts.map((site) => shown(site).trim())).toEqual([
      'https://<var.sub>.amocrm.com/',
      '<local.list.0.sub>.amocrm.com',
      'amocrm.com',
      '<var.sub>.amocrm\\u002ecom',
      'amocrm.com',
    ])
  })

  it('names a setting by the blocks around it, not by what people call them', async () => {
    const model = await read(
      'a.tf',
      'resource "aws_s3_bucket_cors_configuration" "widget" {\n  cors_rule {\n    allowed_origins = ["amocrm.com"]\n  }\n}\nmodule "cors" {\n  host = { a = "amocrm.com" }\n}\nb = "amocrm.com"\n',
    )
    expect(lines(model)).toEqual([
      'amocrm.com -> element of array [amocrm.com] for setting resource.aws_s3_bucket_cors_configuration.cors_rule.allowed_origins.0',
      'amocrm.com -> entry a',
      'amocrm.com -> setting b',
    ])
  })

  it('follows names of the module within a file', async () => {
    const model = await read(
      'a.tf',
      'locals {\n  a = "amocrm.com"\n}\nvariable "b" {\n  default = "amocrm.ru"\n}\noutput "c" {\n  value = "https://${local.a}/${var.b}"\n}\n',
    )
    expect(lines(model)).toEqual([
      'amocrm.com -> binding local.a, part, setting output.c',
      'amocrm.ru -> binding var.b, setting variable.b, part, setting output.c',
    ])
  })

  it('reads functions that test and cut as methods', async () => {
    const tests = [
      'endswith(var.h, ".amocrm.com")',
      'contains(["amocrm.com"], var.h)',
      'can(regex("\\\\.amocrm\\\\.com$", var.h))',
      'var.h == "amocrm.com" || !startswith("amocrm.com", var.h)',
      'split(".amocrm.com", var.h)[0]',
      '[for each in ["amocrm.com"] : upper(each) if each == var.h]',
    ]
    const found = await Promise.all(tests.map(async (text) => lines(await attribute(text))))
    expect(found).toMatchInlineSnapshot(`
      [
        [
          ".amocrm.com -> argument var.h.endsWith 0",
        ],
        [
          "amocrm.com -> element of array [amocrm.com] for receiver",
        ],
        [
          "\\.amocrm\\.com$ -> pattern \\.amocrm\\.com$ test",
        ],
        [
          "amocrm.com -> compare == var.h",
          "amocrm.com -> receiver",
        ],
        [
          ".amocrm.com -> argument var.h.split 0",
        ],
        [
          "amocrm.com -> element of array [amocrm.com] for receiver for binding each for compare == var.h for receiver for binding each for receiver for return",
        ],
      ]
    `)
  })

  it('takes long texts for what they are, and descriptions for prose', async () => {
    const model = await read(
      'a.tf',
      'variable "a" {\n  description = "Of amocrm.com"\n  default = <<EOT\n#!/bin/sh\ncurl amocrm.com\nEOT\n}\n',
    )
    expect(model.texts.map(({ lexical, uses }) => [lexical, uses[0]?.is])).toEqual([
      [undefined, 'prose'],
      [true, 'binding'],
    ])
  })

  it('says so when it does not parse', async () => {
    const model = await read('a.tf', 'locals {\n  a = "https://acme.amocrm.com/"\n  b =\n')
    expect(model.syntax).toBe('broken')
    expect(model.texts.map(shown)).toEqual(['https://acme.amocrm.com/'])
  })
})
