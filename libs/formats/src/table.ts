/**
 * A table that is asked with names from outside. It has no prototype, so that `constructor` and `__proto__`, which are names
 * like others in a document, find nothing.
 */
export const table = <V>(entries: Readonly<Record<string, V>>): Readonly<Record<string, V | undefined>> => Object.assign(Object.create(null) as Record<string, V | undefined>, entries);
