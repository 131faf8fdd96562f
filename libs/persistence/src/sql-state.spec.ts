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

  it.each(['08006', '53300', '57P01', '57P03', '40001', '40P01', '57014', '28P01', '25006', '58030', 'UND_ERR_SOCKET'])('takes %s as transient', (code) => {
    expect(isTransient(driverError(code))).toBe(true);
  });

  it.each(['22P02', '23505', '42P01', '42703'])('takes %s as permanent', (code) => {
    expect(isTransient(driverError(code))).toBe(false);
  });

  it('takes a closed connection without a code as transient', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(Object.assign(new Error('database "wiredesk" is not currently accepting connections'), { code: '55000' }))).toBe(true);
    expect(isTransient(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))).toBe(true);
    expect(isTransient(Object.assign(new Error('sequence is not yet defined in this session'), { code: '55000' }))).toBe(false);
    expect(isTransient(new TypeError('x is not a function'))).toBe(false);
  });
});
