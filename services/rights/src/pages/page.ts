import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Eta } from 'eta';

import type { PageLanguage } from './page-language.decide.js';

const style = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8');
const eta = new Eta({ views: join(import.meta.dirname, '..'), autoEscape: true, cache: true });
const styleHash = createHash('sha256').update(style).digest('base64');

/** Content-Security-Policy of every page: its own style sheet, by hash, its own forms, and nothing else. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const zones: Readonly<Record<PageLanguage, string>> = { zh: 'Asia/Shanghai', en: 'UTC' };
const tags: Readonly<Record<PageLanguage, string>> = { zh: 'zh-Hans', en: 'en' };

export interface PageFrame {
  readonly language: PageLanguage;
  readonly title: string;
  /** Address of this page in the other language; null where there is none. */
  readonly otherLanguageUrl: string | null;
}

/** Renders a template of this service inside the common frame. Every value in it is escaped. */
export const renderPage = (template: string, frame: PageFrame, values: Readonly<Record<string, unknown>>): string => {
  const { language } = frame;
  const format = new Intl.DateTimeFormat(tags[language], { dateStyle: 'medium', timeStyle: 'short', timeZone: zones[language] });
  return eta.render(template, {
    ...values,
    frame: { ...frame, tag: tags[language], style, other: language === 'zh' ? { tag: 'en', name: 'English' } : { tag: 'zh-Hans', name: '中文' } },
    at: (instant: string) => `${format.format(new Date(instant))} ${language === 'zh' ? '（北京时间）' : 'UTC'}`,
    /** Only an address of the web becomes a link. */
    isLink: (url: string | null) => url !== null && /^https?:\/\//i.test(url),
  });
};
