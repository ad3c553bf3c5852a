import shared = require('./shared.cjs')

/** jscodeshift transform: the widget constant AMOCRM becomes APP where scope analysis proves that it is the constant. */
const transform: shared.Transform = shared.transformOf(['amocrm-global'])

export = transform
