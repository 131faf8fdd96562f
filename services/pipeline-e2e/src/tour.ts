import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { connect } from 'node:net';

/** One line of the README's tour, and the text that its answer has according to the README. */
export interface TourLine {
  readonly command: string;
  readonly expected: string | undefined;
}

/** The lines of the bash blocks below a heading, until the next heading of that level. */
export const tourOf = (markdown: string, heading: string): TourLine[] => {
  const section = markdown.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^```bash\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [command = '', expected] = line.split(/\s+# → /);
      return { command, expected };
    });
};

const attemptsMax = 50;

/**
 * A port that nobody listens on, below those that the system gives to outgoing connections: one of those may be taken
 * again in the half minute until its service starts.
 */
export const portToKeep = async (): Promise<number> => {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const port = randomInt(20_000, 32_000);
    if (!(await answers(port))) return port;
  }
  throw new Error(`no free port in ${attemptsMax} attempts`);
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const endMark = '__line_is_done__';

/** A shell that is given one line at a time, as somebody who pastes them does. */
export class Shell {
  private readonly bash: ChildProcessWithoutNullStreams;
  private output = '';

  constructor(cwd: string, env: NodeJS.ProcessEnv) {
    this.bash = spawn('bash', ['--noprofile', '--norc'], { cwd, env });
    for (const stream of [this.bash.stdout, this.bash.stderr]) stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** What the line printed on both streams. Rejects where it does not end within `withinMs`. */
  run(command: string, withinMs = 30_000): Promise<string> {
    this.output = '';
    this.bash.stdin.write(`${command}\necho ${endMark}\n`);
    return new Promise((resolve, reject) => {
      const until = Date.now() + withinMs;
      const look = (): void => {
        const end = this.output.indexOf(`${endMark}\n`);
        if (end >= 0) resolve(this.output.slice(0, end));
        else if (Date.now() > until) reject(new Error(`"${command}" did not end: ${this.output}`));
        else setTimeout(look, 10);
      };
      look();
    });
  }

  close(): void {
    this.bash.stdin.end();
    this.bash.kill();
  }
}
