import { isRemoval, itemIdOf, type Document, type Parcel } from './parcel.js';

/** What a message comes to in a place of files: names are relative to the place. */
export type FileWork =
  | { readonly kind: 'put'; readonly name: string; readonly document: Document; readonly alsoDelete: readonly string[] }
  /** First everything of the article goes, then the notice that says so is put. */
  | { readonly kind: 'remove'; readonly names: readonly string[]; readonly notice: { readonly name: string; readonly document: Document } };

const extensions = ['json', 'xml'] as const;
const idForm = /^[0-9a-f-]{36}$/;

/**
 * One file per article, replaced by each revision: `<id>.json` or `<id>.xml`. A removal deletes it in every form that it
 * may ever have had and puts `removals/<id>.json`, which names no content; a restored article takes that away again.
 * What is about no article is `messages/<delivery id>.json`.
 */
export const fileWorkOf = ({ claimed, message, document }: Pick<Parcel, 'claimed' | 'message' | 'document'>): FileWork => {
  const asMessage: Document = { text: JSON.stringify(message), contentType: 'application/json', extension: 'json' };
  const itemId = itemIdOf(message);
  if (itemId === undefined || !idForm.test(itemId)) return { kind: 'put', name: `messages/${claimed.row.id}.json`, document: asMessage, alsoDelete: [] };
  const notice = `removals/${itemId}.json`;
  if (isRemoval(message)) return { kind: 'remove', names: extensions.map((extension) => `${itemId}.${extension}`), notice: { name: notice, document: asMessage } };
  const shown = document ?? asMessage;
  return { kind: 'put', name: `${itemId}.${shown.extension}`, document: shown, alsoDelete: [notice] };
};
