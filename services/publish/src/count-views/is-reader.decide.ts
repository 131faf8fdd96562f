export interface ViewSigns {
  readonly userAgent: string | undefined;
  /** `Sec-Fetch-Site`; browsers of today send it. */
  readonly fetchSite: string | undefined;
  /** `Sec-Purpose` or `Purpose`. */
  readonly purpose: string | undefined;
  readonly origin: string | undefined;
  /** Scheme, host and port under which readers see us. */
  readonly ownOrigin: string;
}

/** Names that programs give themselves: crawlers, checkers, libraries, browsers without a window. */
const program = /bot\b|bot[/;)]|crawl|spider|slurp|scrap|fetch|monitor|uptime|preview|lighthouse|headless|phantom|selenium|puppeteer|playwright|curl|wget|libwww|python|java\/|go-http|okhttp|axios|node|ruby|perl|httpclient|baiduspider|yisou|bytespider|facebookexternalhit/i;

/** True where a beacon comes from a page of ours in a browser that somebody looks at. */
export const isReader = ({ userAgent, fetchSite, purpose, origin, ownOrigin }: ViewSigns): boolean => {
  if (userAgent === undefined || userAgent.length < 20 || program.test(userAgent)) return false;
  if (purpose !== undefined && /prefetch|prerender|preview/i.test(purpose)) return false;
  if (fetchSite !== undefined) return fetchSite === 'same-origin';
  return origin === ownOrigin;
};
