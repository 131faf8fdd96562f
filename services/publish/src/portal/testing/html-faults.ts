const voids = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
const svg = new Set(['svg', 'path', 'g', 'circle', 'rect']);
/** End tags that HTML allows to leave out; what comes in with an article may do so. */
const mayStayOpen = new Set(['p', 'li', 'dt', 'dd', 'tr', 'td', 'th', 'thead', 'tbody', 'option']);
const notInParagraph = new Set(['p', 'div', 'ul', 'ol', 'dl', 'table', 'section', 'article', 'aside', 'nav', 'header', 'footer', 'main', 'figure', 'h1', 'h2', 'h3', 'h4', 'form', 'details', 'blockquote', 'pre', 'hr']);
const phrasing = new Set(['span', 'a', 'small', 'strong', 'em', 'b', 'i', 'code', 'h1', 'h2', 'h3', 'h4', 'button', 'label', 'summary', 'time', 'dt']);
const parents: Readonly<Record<string, readonly string[]>> = { li: ['ul', 'ol', 'menu'], dt: ['dl', 'div'], dd: ['dl', 'div'], tr: ['table', 'thead', 'tbody', 'tfoot'], td: ['tr'], th: ['tr'], summary: ['details'], figcaption: ['figure'], caption: ['table'], option: ['select', 'datalist'] };
const onlyChildren: Readonly<Record<string, readonly string[]>> = { ul: ['li'], ol: ['li'], dl: ['dt', 'dd', 'div'], tr: ['td', 'th'] };
const required: Readonly<Record<string, readonly string[]>> = { img: ['src', 'alt'], a: [], link: ['rel', 'href'], meta: [], html: ['lang'], form: ['action'] };
const globals = /^(?:id|class|lang|dir|title|hidden|role|tabindex|style|aria-[a-z]+|data-[a-z-]+)$/;

const token = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(script|style)\b([^>]*)>([\s\S]*?)<\/\1>|<(\/?)([a-z][a-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:="[^"]*")?)*)\s*(\/?)>|<|&(?!(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);)/gi;

/** Errors of an HTML page that a conformance checker would find: nesting, what must be there, what is twice there. An empty list is a valid page. */
export const htmlFaults = (html: string): string[] => {
  const faults: string[] = [];
  const open: string[] = [];
  const ids = new Set<string>();
  const counts = new Map<string, number>();
  if (!/^<!doctype html>/i.test(html)) faults.push('no doctype');
  for (const match of html.matchAll(token)) {
    const [whole, raw, , , slash, given, attributes = '', selfClosing] = match;
    if (raw !== undefined || whole.startsWith('<!')) continue;
    if (given === undefined) {
      faults.push(`a bare ${whole} at …${html.slice(match.index, match.index + 40)}`);
      continue;
    }
    const name = given.toLowerCase();
    if (slash === '/') {
      while (open.at(-1) !== name && mayStayOpen.has(open.at(-1) ?? '')) open.pop();
      if (open.pop() !== name) return [...faults, `</${name}> closes nothing (${html.slice(Math.max(0, match.index - 60), match.index)})`];
      continue;
    }
    const parent = open.at(-1);
    const names = [...attributes.matchAll(/([^\s"'<>/=]+)(?:="([^"]*)")?/g)].map((each) => ({ name: (each[1] ?? '').toLowerCase(), value: each[2] }));
    for (const [at, attribute] of names.entries()) {
      if (names.slice(0, at).some((other) => other.name === attribute.name)) faults.push(`<${name}> has ${attribute.name} twice`);
      if (/^on/.test(attribute.name)) faults.push(`<${name}> has ${attribute.name}`);
      if (attribute.name === 'style') faults.push(`<${name}> has a style, which the policy refuses`);
      if (!globals.test(attribute.name) && ['div', 'span', 'p', 'section', 'ul', 'li'].includes(name)) faults.push(`<${name}> knows no ${attribute.name}`);
      if (attribute.name === 'id') {
        if (ids.has(attribute.value ?? '')) faults.push(`the id ${attribute.value} is twice there`);
        ids.add(attribute.value ?? '');
      }
    }
    for (const needed of required[name] ?? []) if (!names.some((attribute) => attribute.name === needed)) faults.push(`<${name}> without ${needed}`);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (!svg.has(name)) {
      if (parent !== undefined && notInParagraph.has(name) && open.includes('p') && open.lastIndexOf('p') > open.lastIndexOf('div') && !mayStayOpen.has(name)) faults.push(`<${name}> in <p>`);
      if (parent !== undefined && phrasing.has(parent) && notInParagraph.has(name) && !(parent === 'a' || (parent === 'summary' && /^h\d$/.test(name)))) faults.push(`<${name}> in <${parent}>`);
      if (name === 'a' && open.includes('a')) faults.push('<a> in <a>');
      if (parents[name] !== undefined && !mayStayOpen.has(parent ?? '') && !parents[name]?.includes(parent ?? '')) faults.push(`<${name}> in <${parent}>`);
      if (parent !== undefined && onlyChildren[parent] !== undefined && !onlyChildren[parent]?.includes(name)) faults.push(`<${name}> directly in <${parent}>`);
    }
    if (voids.has(name) || (selfClosing === '/' && svg.has(name))) continue;
    if (mayStayOpen.has(name) && parent === name) open.pop();
    open.push(name);
  }
  if (open.length > 0) faults.push(`never closed: ${open.join(' ')}`);
  for (const [name, wanted] of [['html', 1], ['head', 1], ['body', 1], ['main', 1], ['h1', 1], ['title', 1]] as const) if ((counts.get(name) ?? 0) !== wanted) faults.push(`${counts.get(name) ?? 0} × <${name}>`);
  return faults;
};
