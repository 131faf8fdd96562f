const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const;

/** A duration of milliseconds to two digits or so, in the largest unit of which there are two: `420 ms`, `3.2 s`, `31 h`. */
export const durationText = (ms: number): string => {
  const unit = units.find((one) => ms >= one.ms * (one.name === 's' ? 1 : 2));
  if (!unit) return `${Math.round(ms)} ms`;
  const count = ms / unit.ms;
  return `${count < 10 ? Math.round(count * 10) / 10 : Math.round(count)} ${unit.name}`;
};
