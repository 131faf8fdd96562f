/** SQLSTATE codes that our code decides by. Source: PostgreSQL manual, appendix A. */
export const sqlState = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  checkViolation: '23514',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  inFailedTransaction: '25P02',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
  adminShutdown: '57P01',
  undefinedTable: '42P01',
} as const;

interface DriverError {
  readonly code?: unknown;
  readonly driverError?: unknown;
  readonly cause?: unknown;
}

const isObject = (value: unknown): value is DriverError => typeof value === 'object' && value !== null;

/** The code a database driver or a socket gave, looked for through TypeORM's and Node's wrappers. */
export const errorCodeOf = (error: unknown): string | undefined => {
  let current: unknown = error;
  for (let depth = 0; depth < 4 && isObject(current); depth += 1) {
    if (typeof current.code === 'string') return current.code;
    current = current.driverError ?? current.cause;
  }
  return undefined;
};

/** The five-character SQLSTATE of an error, undefined if the database did not answer with one. */
export const sqlStateOf = (error: unknown): string | undefined => {
  const code = errorCodeOf(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : undefined;
};

/**
 * 08 connection, 53 resources, 57P shutting down, 57014 cancelled, 40001 and 40P01 conflicts, 55P03 lock, 25P03 idle,
 * 25006 read only (a replica that is being promoted), 58 disk. 28 and 3D000: a login or a database that is refused is
 * the deployment's fault and not that of the work, which will do once it is mended.
 */
const transientStates = /^(08...|28...|3D000|53...|57P0[1-5]|57014|40001|40P01|55P03|25P03|25006|58...)$/;
const transientSocketCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND', 'EMFILE', 'ENFILE',
  'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_SOCKET',
]);
const transientMessages = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Driver not Connected|Cannot use a pool after calling end|is not currently accepting connections|Query read timeout|database system is (starting up|shutting down)/i;

/** True where the same work may succeed later without any change: the database is away, busy or restarting. */
export const isTransient = (error: unknown): boolean => {
  const code = errorCodeOf(error);
  if (code !== undefined && (transientStates.test(code) || transientSocketCodes.has(code))) return true;
  const { name, message } = (isObject(error) ? error : {}) as { readonly name?: unknown; readonly message?: unknown };
  return name === 'TimeoutError' || (typeof message === 'string' && transientMessages.test(message));
};
