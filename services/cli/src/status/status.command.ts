import type { AddCommand } from '../command-line.js';
import { exitCodes } from '../exit-codes.js';
import { table } from '../output.js';
import { serviceNames } from '../settings.js';
import { statusOf, type ServiceStatus } from './ask-service.js';

/** Whether a service works and has nothing that waits for a person. */
const isWell = ({ ready, deadLetters }: ServiceStatus): boolean => ready && deadLetters === 0;

const cell = (value: number | null, digits = 0): string => (value === null ? '-' : value.toFixed(digits));

const lines = (services: readonly ServiceStatus[]): string[] => [
  ...table(
    ['service', 'ready', 'lag', 'outbox', 'oldest s', 'dead letters', 'parked', 'address'],
    services.map((one) => [one.service, one.ready ? 'yes' : 'NO', cell(one.lag), cell(one.outboxRows), cell(one.outboxOldestSeconds, 1), cell(one.deadLetters), cell(one.parked), one.url]),
  ),
  ...services.flatMap(({ service, problems }) => problems.map((problem) => `${service}: ${problem}`)),
];

export const statusCommand: AddCommand = (program, run) => {
  program
    .command('status')
    .description('health of all services, what lags, what waits for Kafka, dead letters')
    .action(() =>
      run(async ({ settings, output }) => {
        const token = settings.adminToken();
        const services = await Promise.all(serviceNames.map((name) => statusOf(name, settings.urls[name], token)));
        output.result({ services }, () => lines(services));
        if (services.every(({ lag }) => lag === null)) return exitCodes.unreachable;
        return services.every(isWell) ? exitCodes.done : exitCodes.notWell;
      }),
    );
};
