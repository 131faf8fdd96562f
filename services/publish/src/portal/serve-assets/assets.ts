import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Injectable } from '@nestjs/common';
import { sha256Hex } from '@wiredesk/platform';

import { Page } from '../page/page.js';

const directory = join(import.meta.dirname, '../assets');
const files = { css: ['portal.css', 'text/css; charset=utf-8'], js: ['portal.js', 'text/javascript; charset=utf-8'], icon: ['icon.svg', 'image/svg+xml'] } as const;
/** Their names change with their content, so a copy is never out of date. */
const cacheControl = 'public, max-age=31536000, immutable';

/** Style, script and icon of the portal, under names that carry their hash. */
@Injectable()
export class Assets {
  readonly addresses: Readonly<Record<keyof typeof files, string>>;
  private readonly pages = new Map<string, Page>();

  constructor() {
    const addresses: Record<string, string> = {};
    for (const [kind, [file, contentType]] of Object.entries(files)) {
      const text = readFileSync(join(directory, file), 'utf8');
      const name = file.replace('.', `.${sha256Hex(text).slice(0, 12)}.`);
      addresses[kind] = `/assets/${name}`;
      this.pages.set(name, new Page({ contentType, text, cacheControl, headers: { 'x-content-type-options': 'nosniff' } }));
    }
    this.addresses = addresses as Record<keyof typeof files, string>;
  }

  find(name: string): Page | undefined {
    return this.pages.get(name);
  }
}
