import { Inject, Injectable } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, problem, uuidv7, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { keyOf } from './key.js';
import { LicenceForwarding } from './licence-forwarding.js';
import { requestForwarding } from './licence-forwarding.store.js';
import { applyChange, type NewKey, type NewSource, type SourceChange } from './source.js';
import { SourceDirectory } from './source-directory.js';
import { addKey, changeSource, createSource, endOthers, lockedSettings, readViews, revokeKey, touchSource, type SourceView } from './source.store.js';

const unknown = (id: string) => problem(404, 'source-unknown', `There is no source "${id}". An operator makes one with POST /v1/sources.`);

/** Sources and their keys, for operators. */
@Injectable()
export class ManageSources {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SourceDirectory,
    private readonly forwarding: LicenceForwarding,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes a source with its first key, which is told this once. 409 if the id is taken. */
  async create({ id, keyScheme, publicKey, ...settings }: NewSource) {
    const now = this.clock.now();
    const key = keyOf(keyScheme, publicKey);
    const keyId = uuidv7();
    await inTransaction(this.dataSource, async (tx) => {
      if (!(await createSource(tx, id, settings, now))) throw problem(409, 'source-exists', `A source "${id}" is there already. Change it with PATCH /v1/sources/${id}.`);
      await addKey(tx, id, keyId, key, now);
      await requestForwarding(tx, id, now);
    });
    await this.forwarding.tryNow(id);
    return { ...(await this.one(id)), key: key.shown, keyId, keyScheme, ...(key.shown === null ? {} : { keyNote: 'The key is shown only this once; it is not kept in a form that could be shown again.' }) };
  }

  async list() {
    return { sources: (await readViews(this.dataSource, null)).map(toReply) };
  }

  async one(id: string) {
    const [view] = await readViews(this.dataSource, id);
    if (!view) throw unknown(id);
    return toReply(view);
  }

  /** Changes settings; a changed licence or name goes to rights again. */
  async change(id: string, change: SourceChange) {
    const now = this.clock.now();
    const forward = 'licence' in change || 'name' in change;
    await inTransaction(this.dataSource, async (tx) => {
      const settings = await lockedSettings(tx, id);
      if (!settings) throw unknown(id);
      await changeSource(tx, id, applyChange(settings, change), now);
      if (forward) await requestForwarding(tx, id, now);
    });
    this.directory.forget(id);
    if (forward) await this.forwarding.tryNow(id);
    return this.one(id);
  }

  /** A new key; the older ones of its scheme work on for the overlap. */
  async rotateKey(id: string, { scheme, publicKey, overlapSeconds }: NewKey) {
    const now = this.clock.now();
    const key = keyOf(scheme, publicKey);
    const keyId = uuidv7();
    const olderEndAt = new Date(now.getTime() + overlapSeconds * 1000);
    await inTransaction(this.dataSource, async (tx) => {
      if (!(await lockedSettings(tx, id))) throw unknown(id);
      await addKey(tx, id, keyId, key, now);
      await endOthers(tx, id, scheme, keyId, olderEndAt);
      await touchSource(tx, id, now);
    });
    this.directory.forget(id);
    return { keyId, scheme, key: key.shown, olderKeysEndAt: olderEndAt.toISOString() };
  }

  /** Ends a key at once, in every replica. */
  async revokeKey(id: string, keyId: string): Promise<void> {
    const now = this.clock.now();
    await inTransaction(this.dataSource, async (tx) => {
      if (!(await lockedSettings(tx, id))) throw unknown(id);
      if (!(await revokeKey(tx, id, keyId, now))) throw problem(404, 'key-unknown', `Source "${id}" has no such key, or it was revoked before.`);
      await touchSource(tx, id, now);
    });
    this.directory.forget(id);
  }
}

/** `licence` says whether rights has the source's licence yet; `licenceTerms` is what it was told. */
const toReply = (view: SourceView) => {
  const { licence, ...settings } = view.settings;
  return {
    id: view.id,
    ...settings,
    licence: view.forwarded_at ? 'forwarded' : 'pending',
    licenceTerms: licence ?? null,
    ...(view.forwarded_at || !view.last_error ? {} : { licenceProblem: view.last_error }),
    keys: view.keys,
    lastPushAt: view.last_push_at?.toISOString() ?? null,
    createdAt: view.created_at.toISOString(),
    updatedAt: view.updated_at.toISOString(),
  };
};
