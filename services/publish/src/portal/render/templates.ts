import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@wiredesk/platform';
import { Eta } from 'eta';

import type { PublishConfig } from '../../publish.config.js';

const ownDirectory = join(import.meta.dirname, '../templates');
const extension = '.eta';

const readTemplates = (directory: string): [name: string, text: string][] =>
  readdirSync(directory)
    .filter((file) => file.endsWith(extension))
    .map((file) => [file.slice(0, -extension.length), readFileSync(join(directory, file), 'utf8')]);

/**
 * The portal's templates, compiled at start. Every output is escaped but for four, each made safe before: the
 * article's sanitised body, JSON-LD, the operator's Markdown, and the page inside its frame. A template of the same name in
 * PORTAL_TEMPLATES_DIR replaces ours, so that an operator changes one page without a fork; one that cannot be
 * compiled or read stops the start, not a reader.
 */
@Injectable()
export class Templates {
  private readonly eta = new Eta({ autoEscape: true, cache: true, autoTrim: [false, 'nl'] });

  constructor(@Inject(CONFIG) config: Pick<PublishConfig, 'PORTAL_TEMPLATES_DIR'>) {
    const sources = new Map([...readTemplates(ownDirectory), ...(config.PORTAL_TEMPLATES_DIR === '' ? [] : readTemplates(config.PORTAL_TEMPLATES_DIR))]);
    for (const [name, text] of sources) this.eta.loadTemplate(`@${name}`, this.eta.compile(text));
  }

  /** HTML of the template `name` with this data, in the frame that it names itself. */
  render(name: string, data: object): string {
    return this.eta.render(`@${name}`, data);
  }
}
