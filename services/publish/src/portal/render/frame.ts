import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';

import type { PublishConfig } from '../../publish.config.js';
import { Assets } from '../serve-assets/assets.js';
import { categoryLabel } from './category-label.js';
import { showToday } from './dates.js';
import type { Reader } from './reader.js';
import type { UiLanguage } from './ui-language.decide.js';
import { wordsOf, type Words } from './words.js';

interface Link {
  readonly label: string;
  readonly href: string;
  readonly current?: boolean;
}

/** What every page is made with, beside its own part. */
export interface Frame {
  readonly words: Words;
  readonly language: UiLanguage;
  readonly elder: boolean;
  readonly site: { readonly name: string; readonly slogan: string; readonly logoUrl: string | undefined; readonly url: string };
  readonly today: string;
  readonly navigation: readonly Link[];
  readonly strip: readonly { readonly label: string; readonly url: string }[];
  readonly footer: { readonly icp: string; readonly police: string; readonly policeCode: string; readonly licence: string; readonly reportUrl: string | undefined };
  readonly assets: { readonly css: string; readonly js: string; readonly icon: string };
  readonly feeds: readonly Link[];
  readonly languageHref: string;
  readonly elderHref: string;
  /** What the reader chose, as fields of a form. */
  readonly carried: readonly (readonly [name: string, value: string])[];
  /** An address of ours, with what the reader chose carried on. */
  readonly link: (path: string) => string;
  readonly canonical: string;
  readonly robots: string | undefined;
}

export interface FrameParts {
  readonly language: UiLanguage;
  readonly reader: Reader;
  /** Path with its own query, without the reader's choices. */
  readonly path: string;
  readonly navigation: readonly string[];
  readonly category?: string | undefined;
  readonly canonical?: string | undefined;
  readonly robots?: string | undefined;
}

const withParameters = (path: string, parameters: readonly string[]): string => (parameters.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${parameters.join('&')}`);

export const categoryPath = (category: string): string => `/categories/${encodeURIComponent(category)}`;
export const feedPath = (list: string, format: string): string => `/feeds/${encodeURIComponent(list)}.${format}`;

/** Makes the frame of a page. Numbers of records come from configuration only, never from a source's page. */
@Injectable()
export class Frames {
  constructor(
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly assets: Assets,
  ) {}

  of({ language, reader, path, navigation, category, canonical, robots }: FrameParts): Frame {
    const { config } = this;
    const lang = reader.asked === undefined ? [] : [`lang=${reader.asked}`];
    const elder = reader.elder ? ['elder=1'] : [];
    const other: UiLanguage = language === 'zh' ? 'en' : 'zh';
    const link = (to: string): string => withParameters(to, [...lang, ...elder]);
    return {
      words: wordsOf(language),
      language,
      elder: reader.elder,
      site: { name: config.PORTAL_NAME, slogan: config.PORTAL_SLOGAN, logoUrl: config.PORTAL_LOGO_URL, url: config.PORTAL_PUBLIC_URL },
      today: showToday(this.clock.now(), config.PORTAL_TIME_ZONE, language),
      navigation: distinct(navigation.map((code) => ({ label: categoryLabel(code, language), href: link(categoryPath(code)), current: code === category }))),
      strip: config.PORTAL_LINKS,
      footer: {
        icp: config.PORTAL_ICP,
        police: config.PORTAL_POLICE_NUMBER,
        policeCode: config.PORTAL_POLICE_NUMBER.replace(/\D/g, ''),
        licence: config.PORTAL_NEWS_LICENCE,
        reportUrl: config.PORTAL_REPORT_URL,
      },
      assets: this.assets.addresses,
      feeds: feedsOf(config.PORTAL_NAME, category, language),
      languageHref: withParameters(path, [`lang=${other}`, ...elder]),
      elderHref: withParameters(path, [...lang, ...(reader.elder ? [] : ['elder=1'])]),
      carried: [...(reader.asked === undefined ? [] : [['lang', reader.asked] as const]), ...(reader.elder ? [['elder', '1'] as const] : [])],
      link,
      canonical: canonical ?? `${config.PORTAL_PUBLIC_URL}${path}`,
      robots,
    };
  }
}

/** Two codes under one name are one place in the navigation: that of the larger, or of the page itself. */
const distinct = (links: readonly Link[]): Link[] => links.filter((link, at) => link.current === true || (links.findIndex((other) => other.label === link.label) === at && !links.some((other) => other.current === true && other.label === link.label)));

const feedsOf = (name: string, category: string | undefined, language: UiLanguage): Link[] => {
  const all = { label: name, href: feedPath('all', 'atom') };
  return category === undefined ? [all] : [{ label: `${name} · ${categoryLabel(category, language)}`, href: feedPath(category, 'atom') }, all];
};
