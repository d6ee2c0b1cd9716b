import { availableParallelism, cpus, totalmem } from 'node:os';

/** Where figures were taken: they mean little without. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly gibibytes: number;
  readonly node: string;
  readonly openssl: string;
}

export const thisMachine = (): Machine => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  gibibytes: Math.round(totalmem() / 2 ** 30),
  node: process.versions.node,
  openssl: process.versions.openssl ?? 'none',
});

export const formatMachine = ({ cores, processor, gibibytes, node, openssl }: Machine): string =>
  `${cores} cores (${processor}), ${gibibytes} GiB, Node ${node}, OpenSSL ${openssl}`;
