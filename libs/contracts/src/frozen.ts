import type { AnyContract } from './catalogue.js';

/** Where a contract's frozen schema lies, relative to `libs/contracts/src`. */
export const frozenFileOf = (contract: AnyContract): string =>
  `${contract.type.replaceAll('.', '-').replaceAll('_', '-')}/v${contract.version}.frozen.json`;
