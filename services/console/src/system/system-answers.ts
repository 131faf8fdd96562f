/** What a service says of itself (`GET /v1/system`). */
export interface SystemOf {
  readonly service: string;
  readonly version: string;
  readonly node: string;
  readonly host: string;
  readonly startedAt: string;
  readonly memoryBytes: number;
  readonly migrations: { readonly applied: readonly { readonly name: string; readonly appliedAt: string }[]; readonly pending: readonly string[] | null; readonly unknown: readonly string[] };
  readonly database: { readonly version: string; readonly sizeBytes: number; readonly isReplica: boolean; readonly connections: number; readonly connectionsMax: number; readonly clockDifferenceMs: number };
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number };
}
