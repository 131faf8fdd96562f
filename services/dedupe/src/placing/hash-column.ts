/** 128-bit hashes are stored as uuid: sixteen bytes, and an index that knows them. */
export const hashToUuid = (hash: string): string | null => (hash === '' ? null : hash);

export const uuidToHash = (uuid: string | null): string => (uuid === null ? '' : uuid.replaceAll('-', ''));
