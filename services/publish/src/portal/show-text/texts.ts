import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';

import type { PublishConfig } from '../../publish.config.js';
import type { UiLanguage } from '../render/ui-language.decide.js';
import { htmlOfMarkdown } from './markdown.js';

const ownDirectory = join(import.meta.dirname, '../texts');
const fileForm = /^([a-z0-9-]{1,40})\.(zh|en)\.md$/;

/** A page of the operator's own words. */
export interface TextPage {
  readonly name: string;
  readonly title: string;
  readonly html: string;
}

const readTexts = (directory: string): [key: string, markdown: string][] =>
  readdirSync(directory).flatMap((file): [string, string][] => {
    const [, name, language] = fileForm.exec(file) ?? [];
    return name === undefined ? [] : [[`${name}|${language}`, readFileSync(join(directory, file), 'utf8')]];
  });

/**
 * About, contact, terms, privacy, disclaimer, removal policy and whatever else the operator writes: `name.zh.md`,
 * `name.en.md`. Those in PORTAL_PAGES_DIR replace ours; `{{name}}`, `{{contact}}`, `{{rightsUrl}}` are filled in.
 */
@Injectable()
export class Texts {
  private readonly pages: ReadonlyMap<string, TextPage>;

  constructor(@Inject(CONFIG) config: PublishConfig) {
    const sources = new Map([...readTexts(ownDirectory), ...(config.PORTAL_PAGES_DIR === '' ? [] : readTexts(config.PORTAL_PAGES_DIR))]);
    this.pages = new Map([...sources].map(([key, markdown]) => [key, pageOf(key, markdown, config)]));
  }

  /** In the language asked for, else in the other one. */
  find(name: string, language: UiLanguage): TextPage | undefined {
    return this.pages.get(`${name}|${language}`) ?? this.pages.get(`${name}|${language === 'zh' ? 'en' : 'zh'}`);
  }

  all(language: UiLanguage): TextPage[] {
    const names = [...new Set([...this.pages.keys()].map((key) => key.split('|')[0] ?? ''))].sort();
    return names.flatMap((name) => this.find(name, language) ?? []);
  }
}

const pageOf = (key: string, markdown: string, config: PublishConfig): TextPage => {
  const [name = '', language] = key.split('|');
  const noContact = language === 'zh' ? '运营方尚未填写联系方式。' : 'The operator has not given an address yet.';
  const filled = markdown
    .replaceAll('{{name}}', config.PORTAL_NAME)
    .replaceAll('{{contact}}', config.PORTAL_CONTACT === '' ? noContact : config.PORTAL_CONTACT)
    .replaceAll('{{rightsUrl}}', config.RIGHTS_PUBLIC_URL);
  return { name, title: /^#\s+(.+)$/m.exec(filled)?.[1]?.trim() ?? name, html: htmlOfMarkdown(filled) };
};
