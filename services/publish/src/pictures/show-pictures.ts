import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Gate } from '../hold-lane/gate.js';
import { BoundedLru } from '../portal/page/bounded-lru.js';
import { readPageRow, readShownBody, type PageRow } from '../portal/show-article/article.store.js';
import { decideOutcome } from '../portal/show-article/decide.js';
import { picturesByName } from './own-pictures.js';
import { StoredPictures, type StoredPicture } from './stored-pictures.js';

/** What the address of a picture answers: as its article's does, and of what is shown its bytes or, where we have none, its source. */
export type PictureAnswer =
  | { readonly kind: 'gone'; readonly status: 404 | 410 | 451; readonly holdId: string | null }
  | { readonly kind: 'picture'; readonly picture: StoredPicture }
  | { readonly kind: 'elsewhere'; readonly url: string };

type Shown = { readonly kind: 'shown'; readonly byName: ReadonlyMap<string, string> } | Extract<PictureAnswer, { kind: 'gone' }>;

const articlesMax = 2_000;
const unknown = { kind: 'gone', status: 404, holdId: null } as const;

/** Pictures of articles, under the gate of their article: asked anew for each request, so that they go dark with it. */
@Injectable()
export class ShowPictures {
  private readonly names = new BoundedLru<ReadonlyMap<string, string>>(articlesMax, articlesMax);

  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    private readonly stored: StoredPictures,
  ) {}

  /** The pictures of an article that is shown: where each came from, by its name here. Throws problem 503 as pages do. */
  async ofArticle(itemId: string): Promise<Shown> {
    this.gate.assertFresh();
    const row = await readPageRow(this.dataSource, itemId);
    const outcome = decideOutcome(row, row === undefined ? { permitted: true } : this.gate.verdict(row, 'portal'), false);
    if (outcome.kind === 'removed') return { kind: 'gone', status: outcome.status, holdId: outcome.holdId };
    if (outcome.kind !== 'show' || !row) return unknown;
    const byName = await this.namesOf(row);
    // The text was erased: its pictures are nothing without it.
    return byName === undefined ? { kind: 'gone', status: 410, holdId: null } : { kind: 'shown', byName };
  }

  async one(itemId: string, name: string): Promise<PictureAnswer> {
    const shown = await this.ofArticle(itemId);
    if (shown.kind === 'gone') return shown;
    const url = shown.byName.get(name);
    if (url === undefined) return unknown;
    const picture = await this.stored.find(itemId, url);
    return picture ? { kind: 'picture', picture } : { kind: 'elsewhere', url };
  }

  private async namesOf(row: PageRow): Promise<ReadonlyMap<string, string> | undefined> {
    const key = `${row.item_id} ${row.shown_revision}`;
    const known = row.erased ? undefined : this.names.get(key);
    if (known) return known;
    const body = await readShownBody(this.dataSource, row);
    if (!body?.article) return undefined;
    const names = picturesByName(body.article);
    this.names.set(key, names, 1);
    return names;
  }
}
