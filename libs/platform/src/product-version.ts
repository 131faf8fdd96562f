import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version of the product, from the package at the root of the checkout or of the image. */
export const productVersion = (JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as { version: string }).version;
