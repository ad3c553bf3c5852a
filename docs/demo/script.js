define(['jquery'], function ($) {
  return function () {
    var self = this
    var user = AMOCRM.constant('user')

    this.send = function (lead) {
      return $.post('https://' + self.system().subdomain + '.amocrm.com/api/v4/leads', lead)
    }

    window.addEventListener('message', function (event) {
      if (/\.amocrm\.com$/.test(new URL(event.origin).hostname)) self.receive(event.data, user)
    })
  }
})
