import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Eta } from 'eta';

import type { PageLanguage } from './page-language.decide.js';
import { receiptTexts } from './receipt-texts.js';
import type { ReceiptView } from './receipt-view.js';

const itemsShownMax = 200;

const style = readFileSync(join(import.meta.dirname, 'receipt.css'), 'utf8');
const eta = new Eta({ views: import.meta.dirname, autoEscape: true, cache: true });

/** Content-Security-Policy of the page: its own style sheet, by hash, and nothing else. */
export const receiptPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The receipt as a page for people. Every text in it is escaped. */
export const receiptPage = (view: ReceiptView, language: PageLanguage): string => {
  const texts = receiptTexts[language];
  const format = new Intl.DateTimeFormat(texts.tag, { dateStyle: 'medium', timeStyle: 'long', timeZone: language === 'zh' ? 'Asia/Shanghai' : 'UTC' });
  return eta.render('./receipt', {
    ...view,
    t: texts,
    style,
    otherLanguage: language === 'zh' ? 'en' : 'zh',
    shown: view.items.slice(0, itemsShownMax),
    leftOut: Math.max(0, view.items.length - itemsShownMax),
    counts: countsOf(view),
    at: (instant: string) => format.format(new Date(instant)),
    /** A day stays a day: no time is shown where none was given. */
    dayOrTime: (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : format.format(new Date(text))),
    /** Only a link of the web becomes a link. */
    isLink: (url: string) => /^https?:\/\//.test(url),
  });
};

const countsOf = (view: ReceiptView): [string, number][] => {
  const counts = new Map<string, number>();
  for (const { outcome } of view.items) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts];
};
