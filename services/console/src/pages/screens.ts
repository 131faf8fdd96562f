import type { Language } from './texts.js';

/** One entry of the navigation. A slice that has a screen adds its line here; `key` is the letter that opens it after `g`. */
export interface Screen {
  readonly path: string;
  readonly key: string;
  readonly title: Readonly<Record<Language, string>>;
}

export const screens: readonly Screen[] = [
  { path: '/', key: 'o', title: { en: 'Overview', zh: '总览' } },
  { path: '/explain', key: 'e', title: { en: 'Why is it (not) live?', zh: '为何(未)发布?' } },
  { path: '/holds', key: 'h', title: { en: 'Holds', zh: '封存' } },
];
