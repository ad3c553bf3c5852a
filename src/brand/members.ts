/**
 * Members of the widget constant as data. `APP` and `AMOCRM` are one object, so every member follows the rename; what is
 * said here only decides what a finding tells about a member.
 */

/**
 * `documented`: the documentation of `APP` names it. `observed`: not documented, seen at work on `APP` or `AMOCRM` in
 * public code. `gone`: existed and does not work any more. `foreign`: part of neither documented interface.
 */
export type MemberStatus = 'documented' | 'observed' | 'unknown' | 'gone' | 'foreign'

export interface Member {
  /** Dotted path after the constant. */
  path: string
  status: Exclude<MemberStatus, 'unknown'>
  /** `C` certain (documentation), `L` likely (several public samples), `U` unknown on `APP`. */
  mark: 'C' | 'L' | 'U'
  source: string
  /** What to use instead, or what to check. */
  note?: string
}

const ENV = 'https://developers.kommo.com/docs/environment-variables'
const SDK = 'https://developers.kommo.com/docs/js-sdk'
const SEEN = 'public widget code'

const documented = (source: string, ...paths: string[]): Member[] =>
  paths.map((path) => ({ path, status: 'documented', mark: 'C', source }))

const observed = (mark: 'L' | 'U', ...paths: string[]): Member[] =>
  paths.map((path) => ({ path, status: 'observed', mark, source: SEEN }))

const foreign = (note: string, ...paths: string[]): Member[] =>
  paths.map((path) => ({ path, status: 'foreign', mark: 'U', source: SEEN, note }))

export const MEMBERS: readonly Member[] = [
  ...documented(ENV, 'getBaseEntity', 'isCard', 'getWidgetsArea', 'lang_id', 'constant', 'data'),
  ...documented(ENV, 'data.current_view', 'data.current_list', 'data.current_card', 'notifications'),
  ...documented(
    SDK,
    'sdk',
    'sdk.showUserStatus',
    'notifications.show_message',
    'notifications.show_message_error',
  ),
  ...documented(SDK, 'notifications.show_notification', 'notifications.add_error', 'notifications.add_call'),
  ...observed(
    'L',
    'sdk.setCallingStatus',
    'router',
    'router.navigate',
    'data.current_entity',
    'data.is_card',
  ),
  ...observed('L', 'data.card_page', 'first_load'),
  ...observed('U', 'widgets', 'widgets.list', 'player_prepare', 'lang', 'system'),
  {
    path: 'widgets.system',
    status: 'observed',
    mark: 'U',
    source: SEEN,
    note: 'No documentation names `widgets.system`; prefer `self.system()` of the widget.',
  },
  {
    path: 'widgets.system.amohash',
    status: 'gone',
    mark: 'C',
    source: ENV,
    note: '`amohash` was the user’s API key; API keys are gone, so the value is empty under either name.',
  },
  ...foreign(
    'is part of neither documented interface',
    'request',
    'notifications.add_alert',
    'notifications.subscribe',
  ),
  ...foreign(
    'is part of neither documented interface',
    'widgets.save',
    'widgets.init',
    'widgets.settings_save',
  ),
  ...foreign('is part of neither documented interface', 'widgets.Modal', 'addNotificationCallback'),
]

const BY_PATH = new Map(MEMBERS.map((member) => [member.path, member]))

/**
 * The best-known entry for a member path such as `['data', 'current_card', 'id']`: the longest prefix that is listed.
 * `undefined` when not even the first member is known.
 */
export function memberOf(path: readonly string[]): Member | undefined {
  for (let length = path.length; length > 0; length--) {
    const member = BY_PATH.get(path.slice(0, length).join('.'))
    if (member) return member
  }
  return undefined
}

/** Whether a first member name belongs to the constant as far as anybody has seen. */
export function isKnownMember(name: string): boolean {
  return BY_PATH.has(name)
}
