/** What a link to the page that is shown changes of its query; undefined takes a name away. */
export type QueryChange = Readonly<Record<string, string | number | undefined>>;

/** Said once, and not a part of where one is. */
const passing = ['lang', 'done'];

/**
 * Makes links to the page of `url` (path and query) with some of its query changed: pages, filters, the other language.
 * A change of anything but `cursor` begins again at the first page.
 */
export const linksFrom = (url: string): ((change?: QueryChange) => string) => {
  const [path = '/', query = ''] = url.split('?');
  return (change = {}) => {
    const params = new URLSearchParams(query);
    for (const name of passing) params.delete(name);
    if (Object.keys(change).some((name) => name !== 'cursor' && name !== 'lang')) params.delete('cursor');
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined || value === '') params.delete(name);
      else params.set(name, String(value));
    }
    const text = params.toString();
    return text === '' ? path : `${path}?${text}`;
  };
};
