#!/usr/bin/env node
/** `wiredesk`: runs the built command under the Node 24 of the workspace, whatever Node it was called with. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '..');
const main = join(cli, 'dist', 'main.js');
if (!existsSync(main)) {
  process.stderr.write('wiredesk is not built yet: run "npm start" or "npm run build" once\n');
  process.exit(1);
}
const node24 = join(cli, '..', '..', 'node_modules', 'node', 'bin', 'node');
const isOld = Number(process.versions.node.split('.')[0]) < 24;
const { status, error } = spawnSync(isOld && existsSync(node24) ? node24 : process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
if (error) process.stderr.write(`wiredesk cannot run: ${error.message}\n`);
process.exit(status ?? 1);
