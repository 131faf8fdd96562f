/** An object with one field, or without it where there is no value. */
export const given = <K extends string, V>(name: K, value: V | undefined): { [Name in K]?: V } => (value === undefined ? {} : { [name]: value }) as { [Name in K]?: V };
