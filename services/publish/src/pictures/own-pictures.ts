import type { Article, MediaRef } from '@wiredesk/content';
import { sha256Hex } from '@wiredesk/platform';

const nameChars = 32;

/** What a picture of an article is called here: by where it came from, so that every replica calls it the same and asks nobody. */
export const pictureName = (url: string): string => sha256Hex(url).slice(0, nameChars);

/** Where readers get a picture of an article: below the article, because it goes with it. */
export const picturePath = (itemId: string, url: string): string => `/articles/${itemId}/pictures/${pictureName(url)}`;

const imageTag = /<img\b[^>]*>/g;
const source = /(\ssrc=")([^"]*)(")/;

const isPicture = ({ url, type }: MediaRef): boolean => /^https?:\/\//i.test(url) && !/^(?:video|audio|application|text)\//i.test(type ?? '');

const sourceOf = (tag: string): string | undefined => source.exec(tag)?.[2]?.replaceAll('&amp;', '&');

/** The addresses of an article's pictures by the names that they have here: its media's and those in its text. */
export const picturesByName = ({ media, bodyHtml }: Pick<Article, 'media' | 'bodyHtml'>): ReadonlyMap<string, string> => {
  const inText = (bodyHtml.match(imageTag) ?? []).map(sourceOf).filter((url) => url !== undefined);
  return new Map([...media.filter(isPicture).map(({ url }) => url), ...inText].map((url) => [pictureName(url), url]));
};

/** A sanitised body whose pictures are ours: what its upstream's server would see of our readers, and show them later, is not. */
export const bodyWithOwnPictures = (bodyHtml: string, itemId: string): string =>
  bodyHtml.includes('<img') ? bodyHtml.replace(imageTag, (tag) => tag.replace(source, (_whole, before: string, url: string, after: string) => `${before}${picturePath(itemId, url.replaceAll('&amp;', '&'))}${after}`)) : bodyHtml;

interface Pictured {
  readonly itemId: string;
  readonly bodyHtml: string;
  readonly lead: MediaRef | undefined;
  readonly gallery: readonly MediaRef[];
}

/** An article's view with every picture under our own address. `base`: empty for a page, the portal's address for what is read elsewhere. */
export const withOwnPictures = <V extends Pictured>(view: V, base: string): V => {
  const own = (media: MediaRef): MediaRef => ({ ...media, url: `${base}${picturePath(view.itemId, media.url)}` });
  return { ...view, bodyHtml: bodyWithOwnPictures(view.bodyHtml, view.itemId), lead: view.lead && own(view.lead), gallery: view.gallery.map(own) };
};
