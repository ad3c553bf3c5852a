import shared = require('./shared.cjs')

/** jscodeshift transform: amocrm.com becomes kommo.com where requests and people are sent to it. */
const transform: shared.Transform = shared.transformOf(['legacy-host', 'chat-host'])

export = transform
