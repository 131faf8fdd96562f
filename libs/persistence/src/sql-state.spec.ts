import { errorCodeOf, isTransient, sqlStateOf } from './sql-state.js';

const driverError = (code: string): Error => Object.assign(new Error('query failed'), { driverError: Object.assign(new Error('pg'), { code }) });

describe('what a database error means', () => {
  it('reads the SQLSTATE through the wrapper of the query failure', () => {
    expect(sqlStateOf(driverError('23505'))).toBe('23505');
  });

  it('does not take a socket code for a SQLSTATE', () => {
    const refused = Object.assign(new Error('connect'), { code: 'EPIPE' });
    expect(sqlStateOf(refused)).toBeUndefined();
    expect(errorCodeOf(refused)).toBe('EPIPE');
  });

  it.each(['08006', '53300', '57P01', '57P03', '40001', '40P01', '57014'])('takes %s as transient', (code) => {
    expect(isTransient(driverError(code))).toBe(true);
  });

  it.each(['22P02', '23505', '42P01', '42703'])('takes %s as permanent', (code) => {
    expect(isTransient(driverError(code))).toBe(false);
  });

  it('takes a closed connection without a code as transient', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new TypeError('x is not a function'))).toBe(false);
  });
});
