import type { Language } from './texts.js';

/** The parts of the navigation, in their order. */
export const groups = {
  watch: { en: 'Watch', zh: '总览' },
  in: { en: 'Comes in', zh: '接收' },
  rights: { en: 'Rights', zh: '版权' },
  out: { en: 'Goes out', zh: '分发' },
  run: { en: 'Run', zh: '运行' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type Group = keyof typeof groups;

/** One entry of the navigation. A slice that has a screen adds its line here; `key` is the letter that opens it after `g`. */
export interface Screen {
  readonly path: string;
  readonly key: string;
  readonly group: Group;
  readonly title: Readonly<Record<Language, string>>;
}

export const screens: readonly Screen[] = [
  { path: '/', key: 'o', group: 'watch', title: { en: 'Overview', zh: '总览' } },
  { path: '/explain', key: 'e', group: 'watch', title: { en: 'Why is it (not) live?', zh: '为何(未)发布?' } },
  { path: '/articles', key: 'a', group: 'watch', title: { en: 'Articles', zh: '稿件' } },
  { path: '/sources', key: 's', group: 'in', title: { en: 'Sources', zh: '来源' } },
  { path: '/receipts', key: 'r', group: 'in', title: { en: 'Receipts', zh: '回执' } },
  { path: '/quarantine', key: 'q', group: 'in', title: { en: 'Quarantine', zh: '隔离' } },
  { path: '/reviews', key: 'w', group: 'in', title: { en: 'Waits for a person', zh: '待人处理' } },
  { path: '/stories', key: 't', group: 'in', title: { en: 'Stories', zh: '同文组' } },
  { path: '/compare', key: 'c', group: 'in', title: { en: 'Compare', zh: '对比' } },
  { path: '/cases', key: 'n', group: 'rights', title: { en: 'Cases', zh: '案件' } },
  { path: '/holds', key: 'h', group: 'rights', title: { en: 'Holds', zh: '封存' } },
  { path: '/recalls', key: 'l', group: 'rights', title: { en: 'Recalls', zh: '召回' } },
  { path: '/subscribers', key: 'b', group: 'out', title: { en: 'Subscribers', zh: '订阅方' } },
  { path: '/feeds', key: 'f', group: 'out', title: { en: 'Feeds and pages', zh: '订阅源与页面' } },
  { path: '/picks', key: 'p', group: 'out', title: { en: 'Picks', zh: '推荐' } },
  { path: '/system', key: 'y', group: 'run', title: { en: 'System', zh: '系统' } },
  { path: '/dead-letters', key: 'd', group: 'run', title: { en: 'Dead letters', zh: '死信' } },
  { path: '/audit', key: 'u', group: 'run', title: { en: 'Audit', zh: '审计' } },
  { path: '/users', key: 'k', group: 'run', title: { en: 'Users and keys', zh: '用户与密钥' } },
];

/** The screen that a path belongs to: the one of the longest path that it begins with. Undefined outside all of them. */
export const screenOf = (path: string, among: readonly Screen[] = screens): Screen | undefined =>
  among
    .filter((screen) => path === screen.path || (screen.path !== '/' && path.startsWith(`${screen.path}/`)))
    .sort((a, b) => b.path.length - a.path.length)[0];
