import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { Injectable } from '@nestjs/common';

const resolve = createRequire(import.meta.url).resolve.bind(createRequire(import.meta.url));

const javascript = 'text/javascript; charset=utf-8';
const files = {
  'console.css': { file: join(import.meta.dirname, 'console.css'), type: 'text/css; charset=utf-8' },
  'console.js': { file: join(import.meta.dirname, 'assets', 'console.js'), type: javascript },
  'htmx.js': { file: resolve('htmx.org/dist/htmx.min.js'), type: javascript },
  'htmx-sse.js': { file: resolve('htmx.org/dist/ext/hx-sse.min.js'), type: javascript },
} as const;

export type AssetName = keyof typeof files;

export interface Asset {
  readonly bytes: Buffer;
  readonly type: string;
  readonly tag: string;
}

/** Style and scripts of the pages, read once; each under an address that holds the hash of its content. */
@Injectable()
export class Assets {
  private readonly known = new Map(
    Object.entries(files).map(([name, { file, type }]): [string, Asset] => {
      const bytes = readFileSync(file);
      return [name, { bytes, type, tag: createHash('sha256').update(bytes).digest('hex').slice(0, 12) }];
    }),
  );
  /** Name → address. */
  readonly addresses = Object.fromEntries([...this.known].map(([name, { tag }]) => [name, `/assets/${tag}/${name}`])) as Readonly<Record<AssetName, string>>;

  /** Undefined where there is none of this name and hash (an older build's, say): never another content under a kept address. */
  find(tag: string, name: string): Asset | undefined {
    const asset = this.known.get(name);
    return asset?.tag === tag ? asset : undefined;
  }
}
