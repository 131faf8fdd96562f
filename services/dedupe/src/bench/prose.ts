import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { textOfHtml } from '@wiredesk/content';

/** Real prose of one language, cut into texts of the length of news. */
export interface Prose {
  readonly language: 'zh' | 'en';
  readonly texts: readonly string[];
}

/**
 * Openly licensed documentation (GPL-2+, CC-BY-SA-3.0) that Debian packages carry. Unpacked when the benchmark runs and
 * never kept. The same book exists in many languages, and the Chinese edition holds English passages: lines are taken
 * by their script.
 */
const packages = ['debian-handbook', 'debian-reference-zh-cn', 'debian-reference-en'];
const isChinesePage = (path: string): boolean => /\/zh-CN\/|\.zh-cn\.html$/.test(path);
const isEnglishPage = (path: string): boolean => /\/en-US\/|\.en\.html$/.test(path);

/** Downloads, unpacks and reads. Throws where apt-get or dpkg-deb is not there, or the packages cannot be had. */
export const readProse = (): Prose[] => {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-prose-'));
  try {
    execFileSync('apt-get', ['download', ...packages], { cwd: dir, stdio: 'ignore' });
    for (const file of readdirSync(dir).filter((name) => name.endsWith('.deb'))) execFileSync('dpkg-deb', ['-x', file, 'unpacked'], { cwd: dir });
    const pages = readdirSync(join(dir, 'unpacked'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(dir, 'unpacked', name))
      .filter((path) => path.endsWith('.html') && statSync(path).isFile())
      .sort();
    return [
      { language: 'zh', texts: textsOf(pages.filter(isChinesePage), isChineseLine, 300, 1_500) },
      { language: 'en', texts: textsOf(pages.filter(isEnglishPage), isEnglishLine, 600, 3_000) },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length;
const isChineseLine = (line: string): boolean => line.length >= 25 && count(line, /\p{Script=Han}/gu) > line.length / 2;
const isEnglishLine = (line: string): boolean => line.length >= 60 && count(line, /[a-z ]/g) > line.length * 0.8;

/** Whole lines are put together until a text is long enough; lengths go round between the two bounds. */
const textsOf = (pages: readonly string[], wanted: (line: string) => boolean, shortest: number, longest: number): string[] => {
  const texts: string[] = [];
  const seen = new Set<string>();
  for (const page of pages) {
    let lines: string[] = [];
    let length = 0;
    for (const line of linesOf(readFileSync(page, 'utf8'))) {
      if (!wanted(line) || seen.has(line)) continue;
      seen.add(line);
      lines.push(line);
      length += line.length;
      if (length < shortest + ((texts.length * 7) % 10) * ((longest - shortest) / 10)) continue;
      texts.push(lines.join('\n'));
      lines = [];
      length = 0;
    }
  }
  return texts;
};

/** Source text is broken at the column, not at the paragraph: a line of HTML is no line of text. */
const linesOf = (html: string): string[] => textOfHtml(html.replace(/<pre[\s\S]*?<\/pre>/g, '').replace(/\s+/g, ' ')).split('\n');
