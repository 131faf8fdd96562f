/** What the command ends with; scripts may rely on these. */
export const exitCodes = {
  done: 0,
  /** The product said no; its sentence was printed. */
  refused: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** A service could not be reached. */
  unreachable: 3,
  /** It was done, and not all is well: an unhealthy service, a refused item, a failed check. */
  notWell: 4,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a sentence and a code. */
export class CommandFailed extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
