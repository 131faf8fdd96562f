import type { AddCommand } from '../command-line.js';
import { exitCodes } from '../exit-codes.js';
import { table } from '../output.js';
import { diagnose } from './decide.js';
import { measure } from './measure.js';

export const doctorCommand: AddCommand = (program, run) => {
  program
    .command('doctor')
    .description('what of this machine keeps the stack from running: Java, Maven, memory, disk, clock, ports')
    .action(() =>
      run(async ({ settings, output }) => {
        const findings = diagnose(await measure(settings));
        output.result({ findings }, () => table(['check', 'state', ''], findings.map(({ check, state, detail }) => [check, state === 'ok' ? 'ok' : state.toUpperCase(), detail])));
        return findings.some(({ state }) => state === 'problem') ? exitCodes.notWell : exitCodes.done;
      }),
    );
};
