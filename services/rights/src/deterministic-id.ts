import { v5 } from 'uuid';

/** Namespace (RFC 9562, version 5) of every id that rights derives from what caused it. */
const namespace = '5f0c1d8e-7a34-4b7e-9c55-2d3f8a1b6e90';

/** The same id for the same cause, so that what is done twice is done once: `deterministicId('upstream', itemId, '2')`. */
export const deterministicId = (...cause: readonly string[]): string => v5(JSON.stringify(cause), namespace);
