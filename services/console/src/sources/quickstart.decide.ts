/** A source's own way of proving who it is. */
export type KeyScheme = 'bearer' | 'standard-webhooks' | 'superdesk' | 'ed25519';

/** One call that an engineer at the source can paste. */
export interface Call {
  readonly format: string;
  readonly call: string;
}

const payloads: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  ninjs: { type: 'application/json', body: '{"uri":"urn:SOURCE:4711","version":"1","headline":"The tide gate opens","body_html":"<p>The gate was opened at dawn, and forty boats went out on the ebb.</p>","language":"en"}' },
  rss: { type: 'application/rss+xml', body: '<rss version="2.0"><channel><title>SOURCE</title><link>https://example.org/</link><item><guid>SOURCE-4711</guid><title>The tide gate opens</title><description>The gate was opened at dawn.</description></item></channel></rss>' },
  atom: { type: 'application/atom+xml', body: '<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:SOURCE:4711</id><title>The tide gate opens</title><updated>2026-11-24T08:30:00Z</updated><content type="html">&lt;p&gt;The gate was opened at dawn.&lt;/p&gt;</content></entry>' },
  'json-feed': { type: 'application/feed+json', body: '{"version":"https://jsonfeed.org/version/1.1","title":"SOURCE","items":[{"id":"SOURCE-4711","title":"The tide gate opens","content_html":"<p>The gate was opened at dawn.</p>"}]}' },
  html: { type: 'text/html', body: '<!doctype html><html lang="en"><head><title>The tide gate opens</title><link rel="canonical" href="https://example.org/tide-gate"></head><body><article><h1>The tide gate opens</h1><p>The gate was opened at dawn, and forty boats went out on the ebb.</p></article></body></html>' },
};

/** `newsml-g2`, `nitf` and the like are sent from a file: their examples are too long to paste. */
const fileTypes: Readonly<Record<string, string>> = { 'newsml-g2': 'application/xml', newsml: 'application/xml', 'newsml-1': 'application/xml', nitf: 'application/xml' };

/**
 * The calls that push one article as this source: in the format that it sent last, or, where it sent nothing yet, in
 * ninjs and RSS. Its key is written as `$KEY`. `ingestUrl`: without a trailing slash.
 */
export const quickstartOf = (source: { readonly id: string; readonly scheme: KeyScheme; readonly format: string | null }, ingestUrl: string): readonly Call[] => {
  const known = source.format === null ? [] : [familyOf(source.format)];
  const formats = known.length > 0 ? known : ['ninjs', 'rss'];
  return formats.map((format) => ({ format, call: callOf(source, format, ingestUrl) }));
};

/** `rss-2.0` and `rss` are one family here. */
const familyOf = (format: string): string => [...Object.keys(payloads), ...Object.keys(fileTypes)].sort((a, b) => b.length - a.length).find((family) => format.startsWith(family)) ?? 'ninjs';

const callOf = ({ id, scheme }: { readonly id: string; readonly scheme: KeyScheme }, format: string, ingestUrl: string): string => {
  const payload = payloads[format];
  const type = payload?.type ?? fileTypes[format] ?? 'application/xml';
  const prepare = payload ? `cat > article.txt <<'END'\n${payload.body.replaceAll('SOURCE', id)}\nEND\n` : `# article.txt: one ${format} document\n`;
  const to = `${ingestUrl}/v1/sources/${id}/items`;
  return `${prepare}${signed(scheme, to, type)}`;
};

/** Every scheme with tools that a server has: curl, openssl, node. */
const signed = (scheme: KeyScheme, to: string, type: string): string => {
  switch (scheme) {
    case 'bearer':
      return `curl -sS '${to}' -H "authorization: Bearer $KEY" \\\n  -H 'content-type: ${type}' --data-binary @article.txt`;
    case 'standard-webhooks':
      return `MSG=msg_$(openssl rand -hex 12); NOW=$(date +%s)\nSIG=$( (printf '%s.%s.' "$MSG" "$NOW"; cat article.txt) | openssl dgst -sha256 -mac HMAC \\\n  -macopt hexkey:$(printf %s "\${KEY#whsec_}" | base64 -d | od -An -tx1 | tr -d ' \\n') -binary | base64)\ncurl -sS '${to}' -H "webhook-id: $MSG" -H "webhook-timestamp: $NOW" \\\n  -H "webhook-signature: v1,$SIG" -H 'content-type: ${type}' --data-binary @article.txt`;
    case 'superdesk':
      return `SIG=$(openssl dgst -sha1 -hmac "$KEY" article.txt | sed 's/.* //')\ncurl -sS '${to}' -H "x-superdesk-signature: sha1=$SIG" \\\n  -H 'content-type: ${type}' --data-binary @article.txt`;
    case 'ed25519':
      return `MSG=msg_$(openssl rand -hex 12); NOW=$(date +%s)   # private.pem: the key whose public half was given to us\n(printf '%s.%s.' "$MSG" "$NOW"; cat article.txt) > signed.txt\nSIG=$(openssl pkeyutl -sign -rawin -inkey private.pem -in signed.txt | base64 -w0)\ncurl -sS '${to}' -H "webhook-id: $MSG" -H "webhook-timestamp: $NOW" \\\n  -H "webhook-signature: v1a,$SIG" -H 'content-type: ${type}' --data-binary @article.txt`;
  }
};
