/** Urgency as IPTC counts it, 1 (highest) to 9; undefined for everything else. */
export const urgencyOf = (value: unknown): number | undefined => {
  const urgency = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof urgency === 'number' && Number.isInteger(urgency) && urgency >= 1 && urgency <= 9 ? urgency : undefined;
};
