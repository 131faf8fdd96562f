/** What one check found. `warning`: it works, and will not always. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly detail: string;
}

/** Of an https address of a service. */
export interface Certificate {
  readonly host: string;
  /** Whole days; below 0 it has ended. */
  readonly daysLeft: number;
}

export interface Measured {
  /** What `java -version` and `mvn -v` print; null where they cannot be run. */
  readonly java: string | null;
  readonly maven: string | null;
  /** The jars of the broker are there already, so that Maven is not needed. */
  readonly jarsAreThere: boolean;
  readonly node: string;
  readonly memoryTotalMiB: number;
  readonly memoryFreeMiB: number;
  /** Of the file system on which the state lies. */
  readonly diskFreeMiB: number;
  /** Our clock minus a service's, in milliseconds; null where none answers. */
  readonly clockOffMs: number | null;
  readonly certificates: readonly Certificate[];
  /** A port, whether something listens on it, and whether that is ours. */
  readonly ports: readonly { readonly port: number; readonly name: string; readonly variable: string; readonly listens: boolean; readonly isOurs: boolean }[];
}

const javaMajorMin = 17;
const nodeMajorMin = 24;
const memoryMinMiB = 2_048;
const memoryFreeMinMiB = 512;
const diskMinMiB = 1_024;
const diskWarnMiB = 5_120;
const clockOffMaxMs = 2_000;
/** Let's Encrypt's are renewed a month before they end: one that has less has not been renewed. */
const certificateDaysMin = 21;

/** The major version that `java -version` prints: `1.8.0` is 8, `17.0.15` is 17. */
const javaMajor = (text: string): number => Number(/version "(?:1\.)?(\d+)/.exec(text)?.[1] ?? 0);

const finding = (check: string, state: Finding['state'], detail: string): Finding => ({ check, state, detail });

/** What of a machine keeps the local stack from running, or soon may. Each detail says what to do. */
export const diagnose = (measured: Measured): Finding[] => [
  javaFinding(measured),
  mavenFinding(measured),
  Number(measured.node.split('.')[0]) >= nodeMajorMin ? finding('node', 'ok', measured.node) : finding('node', 'warning', `${measured.node}; npm start goes on under its own Node ${nodeMajorMin}`),
  memoryFinding(measured),
  diskFinding(measured),
  clockFinding(measured),
  ...measured.certificates.map(certificateFinding),
  ...measured.ports.map(portFinding),
];

const javaFinding = ({ java }: Measured): Finding => {
  if (java === null) return finding('java', 'problem', `missing: install version ${javaMajorMin} or later (Debian: apt install openjdk-17-jre-headless), or give KAFKA_BROKERS`);
  const major = javaMajor(java);
  return major >= javaMajorMin ? finding('java', 'ok', String(major)) : finding('java', 'problem', `version ${major} is too old: install ${javaMajorMin} or later, or give KAFKA_BROKERS`);
};

const mavenFinding = ({ maven, jarsAreThere }: Measured): Finding => {
  if (maven !== null) return finding('maven', 'ok', maven);
  return jarsAreThere ? finding('maven', 'ok', 'missing, and not needed: the jars are there') : finding('maven', 'problem', 'missing: install it (Debian: apt install maven), or give KAFKA_BROKERS');
};

const memoryFinding = ({ memoryTotalMiB, memoryFreeMiB }: Measured): Finding => {
  const detail = `${memoryFreeMiB} MiB free of ${memoryTotalMiB}`;
  if (memoryTotalMiB < memoryMinMiB) return finding('memory', 'problem', `${detail}: the whole stack wants ${memoryMinMiB}`);
  return memoryFreeMiB < memoryFreeMinMiB ? finding('memory', 'warning', `${detail}: end something, or processes may be killed`) : finding('memory', 'ok', detail);
};

const diskFinding = ({ diskFreeMiB }: Measured): Finding => {
  const detail = `${diskFreeMiB} MiB free`;
  if (diskFreeMiB < diskMinMiB) return finding('disk', 'problem', `${detail}: Kafka and Postgres stop when it is full; make room, or set WIREDESK_STATE_DIR to another disk`);
  return diskFreeMiB < diskWarnMiB ? finding('disk', 'warning', `${detail}: enough for now`) : finding('disk', 'ok', detail);
};

const clockFinding = ({ clockOffMs }: Measured): Finding => {
  if (clockOffMs === null) return finding('clock', 'ok', 'nothing to compare it with: no service answers');
  return Math.abs(clockOffMs) <= clockOffMaxMs
    ? finding('clock', 'ok', `${clockOffMs} ms from the services'`)
    : finding('clock', 'problem', `${clockOffMs} ms from the services': set both by NTP; embargoes, signatures and leases go by it`);
};

const certificateFinding = ({ host, daysLeft }: Certificate): Finding => {
  if (daysLeft < 0) return finding(`certificate ${host}`, 'problem', `ended ${-daysLeft} days ago: renew it, nobody gets in`);
  return daysLeft < certificateDaysMin ? finding(`certificate ${host}`, 'warning', `${daysLeft} days left: it should have been renewed by now`) : finding(`certificate ${host}`, 'ok', `${daysLeft} days left`);
};

const portFinding = ({ port, name, variable, listens, isOurs }: Measured['ports'][number]): Finding => {
  if (!listens) return finding(`port ${port}`, 'ok', `free, for ${name}`);
  return isOurs ? finding(`port ${port}`, 'ok', `${name} answers`) : finding(`port ${port}`, 'problem', `something else listens where ${name} should: end it, or set ${variable}`);
};
