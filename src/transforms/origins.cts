import shared = require('./shared.cjs')

/** jscodeshift transform: allow-lists let kommo.com in beside amocrm.com. */
const transform: shared.Transform = shared.transformOf(['origin-allowlist', 'platform-branch'])

export = transform
