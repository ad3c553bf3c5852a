import { chatHost as about } from './about/chat-host.js'
import { defineRule } from './define-rule.js'
import { hostFindings } from './hosts/findings.js'

/** Matches `amojo.amocrm.com`, the host of the chat API, where requests are sent to it. */
export const chatHost = defineRule(about, {
  check: (file, project) => hostFindings(file, project, 'chat-host'),
})
