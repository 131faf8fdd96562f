import type { MediaRef } from '@wiredesk/content';

const picturesPerItemMax = 20;
const urlCharsMax = 2_000;

/** The addresses of an item's pictures that are worth fetching: of the web, not called sound or film, each once. */
export const pictureUrls = (media: readonly MediaRef[]): string[] => {
  const urls = media
    .filter(({ url, type }) => /^https?:\/\//i.test(url) && url.length <= urlCharsMax && !/^(video|audio)\//i.test(type ?? ''))
    .map(({ url }) => url);
  return [...new Set(urls)].slice(0, picturesPerItemMax);
};

/** What a Superdesk may have called the picture at this address: its last path segment, with and without its ending. */
export const assetNamesOf = (url: string): string[] => {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').pop() ?? '') : '';
  return last === '' ? [] : [...new Set([last, last.replace(/\.[A-Za-z0-9]{1,5}$/, '')])];
};

const delaysSeconds = [30, 120, 600, 3_600, 21_600];

/** After how many seconds a picture that could not be fetched is tried again; null: it is given up. */
export const fetchAgainAfterSeconds = (attempts: number): number | null => delaysSeconds[attempts - 1] ?? null;
