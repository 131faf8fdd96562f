const trackingParameter = /^(utm_\w+|fbclid|gclid|mc_[ce]id|spm|from|isappinstalled|scene|share_token|ref|ref_src)$/i;
const charsMax = 500;

/**
 * What two spellings of one address have in common: scheme, `www.`, default port, trailing slash, fragment, tracking
 * parameters and the form of percent-encoding do not count; the order of parameters does not either. Undefined for
 * what is no http or https URL. At most 500 characters.
 */
export const urlKey = (text: string): string | undefined => {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const parameters = [...url.searchParams].filter(([name]) => !trackingParameter.test(name)).map(([name, value]) => `${name}=${value}`).sort();
  const port = url.port === '' ? '' : `:${url.port}`;
  const host = url.hostname.replace(/^www\./, '').replace(/\.$/, '');
  const path = decoded(url.pathname).replace(/\/+$/, '');
  return `${host}${port}${path}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`.slice(0, charsMax);
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path).normalize('NFC');
  } catch {
    return path;
  }
};
