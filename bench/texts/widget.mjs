import { pick, WORDS } from './random.mjs'

/** A widget's script of about 250 lines, with the constant in several forms and with a host. */
export function widget(next, number) {
  const methods = Array.from({ length: 18 }, (_, i) => method(next, `${pick(next, WORDS)}${i}`))
  return `define(['jquery', 'underscore', 'lib/components/base/modal'], function ($, _, Modal) {
  'use strict';
  var CustomWidget = function () {
    var self = this;
    var system = AMOCRM.constant('account');
    self.endpoint = 'https://acme${number}.amocrm.com/api/v4/leads';
${methods.join('\n')}
    this.callbacks = {
      init: function () {
        if (window.AMOCRM && AMOCRM.data.current_entity === 'leads_card') {
          self.card = AMOCRM.data.current_card;
        }
        return true;
      },
      bind_actions: function () {
        $(document).on('page:changed', function () { AMOCRM.getWidgetsArea(); });
        return true;
      }
    };
    return this;
  };
  return CustomWidget;
});
`
}

function method(next, name) {
  const [a, b, c, d] = [pick(next, WORDS), pick(next, WORDS), pick(next, WORDS), pick(next, WORDS)]
  const constant = next() < 0.25 ? `AMOCRM.constant('${c}')` : `self.${c} || {}`
  return `    self.${name} = function (${a}, ${b}Options) {
      var ${c}Value = ${constant};
      var ${d}List = _.map(${a}.items, function (item) {
        return { id: item.id, name: item.name + ' ' + ${c}Value.name, ${b}: ${b}Options.${b} };
      });
      if (!${d}List.length) {
        console.warn('${a}: no ${d} found', ${a});
        return $.Deferred().reject('${b}').promise();
      }
      return $.ajax({ url: self.endpoint + '/${a}', method: 'POST', data: JSON.stringify(${d}List) });
    };`
}
