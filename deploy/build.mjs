/**
 * Compiles src/ to dist/ with swc: `node deploy/build.mjs [projectRoot…]`, all projects without arguments.
 *
 * swc and not tsc, because `npm start` waits for this: the whole workspace takes about a second, against
 * most of a minute for one tsc program per project. Types are checked by `npm run typecheck`, one program
 * over everything. Files that are not TypeScript (templates, pages, styles) are copied. Unchanged files are
 * left alone (by modification time), and what no longer has a source is removed.
 */
import { transformFile } from '@swc/core';
import { copyFile, mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

const workspace = resolve(import.meta.dirname, '..');

const swcOptions = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  swcrc: false,
};

const isTest = (file) => /\.(spec|int-spec|e2e-spec)\.ts$/.test(file);
const modified = async (file) => (await stat(file).catch(() => ({ mtimeMs: 0 }))).mtimeMs;

async function projects() {
  const found = [];
  for (const group of ['libs', 'services']) {
    for (const name of await readdir(join(workspace, group))) found.push(join(workspace, group, name));
  }
  return found;
}

async function files(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
}

/** Builds one project; returns how many files were written. */
async function build(root) {
  const src = join(root, 'src');
  const dist = join(root, 'dist');
  const wanted = new Set();
  let written = 0;
  await Promise.all(
    (await files(src)).map(async (file) => {
      if (isTest(file)) return;
      const typescript = file.endsWith('.ts');
      const target = join(dist, relative(src, file)).replace(/\.ts$/, '.js');
      wanted.add(target);
      if ((await modified(target)) >= (await modified(file))) return;
      await mkdir(dirname(target), { recursive: true });
      if (typescript) {
        const { code } = await transformFile(file, { ...swcOptions, sourceFileName: file });
        await writeFile(target, code);
      } else {
        await copyFile(file, target);
        const now = new Date();
        await utimes(target, now, now);
      }
      written += 1;
    }),
  );
  for (const old of await files(dist)) if (!wanted.has(old)) await rm(old);
  return written;
}

const started = performance.now();
const roots = process.argv.length > 2 ? process.argv.slice(2).map((p) => resolve(p)) : await projects();
const counts = await Promise.all(roots.map(build));
const total = counts.reduce((a, b) => a + b, 0);
process.stdout.write(`built ${roots.length} projects, ${total} files changed, ${Math.round(performance.now() - started)} ms\n`);
