/** True where an Accept header prefers JSON to HTML (RFC 9110 §12.5.1). Nothing said, or both alike, is HTML. */
export const prefersJson = (accept: string | undefined): boolean => {
  let html = 0;
  let json = 0;
  for (const part of (accept ?? '').split(',').slice(0, 40)) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const q = given === undefined ? 1 : Number(given);
    if (!(q > 0)) continue;
    if (range === 'text/html' || range === 'application/xhtml+xml' || range === 'text/*') html = Math.max(html, q);
    else if (range === 'application/json' || range === 'application/problem+json' || range === 'application/*') json = Math.max(json, q);
  }
  return json > html;
};
