import { childTraceparent, traceIdOf, validTraceparent } from './trace.js';

const given = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a traceparent', () => {
  it('keeps its trace and its flags and gets a span of its own', () => {
    const child = childTraceparent(given);
    expect(traceIdOf(child)).toBe(traceIdOf(given));
    expect(child.slice(36, 52)).not.toBe(given.slice(36, 52));
    expect(childTraceparent(given.replace(/01$/, '00'))).toMatch(/-00$/);
  });

  it('begins where there is none, each time another', () => {
    const traces = Array.from({ length: 500 }, () => childTraceparent(null));
    expect(new Set(traces.map(traceIdOf)).size).toBe(500);
    expect(traces.map(validTraceparent)).toEqual(traces);
  });

  it.each(['', '00-0-0-01', '00-00000000000000000000000000000000-00f067aa0ba902b7-01', '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', `${given}\n`, 'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'])('is not %j', (text) => {
    expect(validTraceparent(text)).toBeUndefined();
  });
});
